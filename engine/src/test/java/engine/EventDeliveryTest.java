package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.EventIds;
import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.Triggers;
import engine.state.Key;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class EventDeliveryTest {
    private static final Instant START = Instant.ofEpochSecond(1_000);
    private static final Instant NOW = Instant.ofEpochSecond(2_000);

    private final Pictures pictures = new Pictures();
    private final TestInbox<Triggers.Command> triggers = TestInbox.create();
    private final TestInbox<RunReports.Command> reports = TestInbox.create();
    private final LamportClock lamport = new LamportClock();
    private final EventIds ids = EventIds.of(() -> START);
    private final Set<String> elsewhere = new HashSet<>();
    private final FakeDisk disk = new FakeDisk();
    private EventLedger ledger = new EventLedger(disk, START);
    private final EventDelivery delivery = delivery();

    private record Here(String name, List<LocalNode.Service> services) implements LocalNode {}

    private EventDelivery delivery() {
        return delivery(triggers.getRef()::tell);
    }

    private EventDelivery delivery(Consumer<Triggers.Command> told) {
        return new EventDelivery(told, reports.getRef(), lamport, ids, ledger, new Here("Here", List.of()), elsewhere);
    }

    private static Value.Event event(String id, String nodes, long lamport, Instant firedAt) {
        return new Value.Event(id, "deploy", ByteString.fromString("1"), nodes, "", "", lamport, firedAt, "n2");
    }

    private static Value.Run run(String node, String trigger, String status, boolean ended) {
        return new Value.Run(
                "e1",
                node,
                trigger,
                status,
                ended,
                OptionalInt.empty(),
                "so far",
                "",
                START,
                Optional.of(START),
                ended ? Optional.of(START) : Optional.empty());
    }

    private void put(Value... values) {
        for (var value : values) {
            var key = switch (value) {
                case Value.Event event -> new Key.Event(event.id());
                case Value.Run run -> new Key.Run(run.eventId(), run.node(), run.trigger());
                case Value.Receipt receipt -> new Key.Receipt(receipt.eventId(), receipt.node());
                default -> throw new IllegalArgumentException();
            };
            pictures.put(key, value);
        }
    }

    private List<String> delivered() {
        return triggers.getAllReceived().stream()
                .filter(command -> command instanceof Triggers.Deliver)
                .map(command -> ((Triggers.Deliver) command).event().id())
                .toList();
    }

    private List<Op.Put> resumed() {
        ledger = new EventLedger(disk.restart(), NOW);
        delivery().resume(pictures.published().current().events(), NOW);
        return ((RunReports.Report) reports.receiveMessage()).puts();
    }

    @Test
    void anEventOutOfASnapshotIsHistoryThatRunsNothing() {
        pictures.published().subscribe(delivery);
        var restored = EventIds.of(() -> START.plusSeconds(100)).next();
        pictures.put(new Key.Event(restored), event(restored, "", 9, START).asRestored());
        assertThat(lamport.next()).isEqualTo(10);
        assertThat(triggers.hasMessages()).isFalse();
    }

    @Test
    void anEventReachesTheTriggersWholeAndMovesTheTimes() {
        pictures.published().subscribe(delivery);
        var id = EventIds.of(() -> START.plusSeconds(100)).next();
        put(event(id, "", 7, START));
        var delivered = ((Triggers.Deliver) triggers.receiveMessage()).event();
        assertThat(delivered.id()).isEqualTo(id);
        assertThat(delivered.payload().utf8String()).isEqualTo("1");
        assertThat(delivered.firedBy()).isEqualTo("n2");
        assertThat(lamport.next()).isEqualTo(8);
        assertThat(ids.next()).isGreaterThan(id);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void anEventForOthersIsRememberedAsSuchUntilItIsForgotten() {
        pictures.published().subscribe(delivery);
        put(event("e1", "^n9$", 1, START));
        assertThat(delivered())
                .describedAs("the triggers answer it with a receipt that says why")
                .containsExactly("e1");
        assertThat(elsewhere).containsExactly("e1");
        pictures.delete(new Key.Event("e1"));
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void nothingElseIsDelivered() {
        pictures.published().subscribe(delivery);
        pictures.put(new Key.Kv("a"), Records.kv("1"));
        put(run("n1", "t", "succeeded", true));
        assertThat(delivered()).isEmpty();
    }

    @Test
    void whatWasHandledOrIsFromBeforeTheFirstStartIsNotDelivered() {
        ledger.handled("e1", List.of());
        delivery.deliver(event("e1", "", 2, START));
        delivery.deliver(event("e2", "", 1, START.minusSeconds(1)));
        delivery.deliver(event("e3", "", 3, START));
        assertThat(delivered()).containsExactly("e3");
        assertThat(lamport.next()).isEqualTo(4);
    }

    @Test
    void afterARestartEventsThatCameMeanwhileRunAndAllOthersDoNot() {
        ledger.handled("e1", List.of());
        put(event("e1", "", 7, START), event("e2", "^there$", 12, START), event("e3", "", 41, START));
        put(new Value.Receipt("e3", "here", 0, ""));
        put(event("e0", "", 3, START.minusSeconds(1)));
        assertThat(resumed()).isEmpty();
        assertThat(delivered()).containsExactly("e2");
        assertThat(lamport.next()).isEqualTo(42);
        assertThat(elsewhere).containsExactly("e2");
    }

    @Test
    void runsWhoseEventIsKeptAreHandedToTheTriggersBeforeNewEvents() {
        var unfinished = new Op.Put(new Key.Run("e1", "Here", "kept"), run("Here", "kept", "running", false));
        ledger.handled(event("e1", "", 7, START), List.of(unfinished));
        put(event("e2", "", 8, START));

        assertThat(resumed()).containsExactly(unfinished);

        var resume = (Triggers.Resume) triggers.receiveMessage();
        assertThat(resume.runs()).singleElement().satisfies(each -> {
            assertThat(each.event()).isEqualTo(EventValues.event(event("e1", "", 7, START)));
            assertThat(EventValues.value(each.run())).isEqualTo(unfinished.value());
        });
        assertThat(delivered()).containsExactly("e2");
        assertThat(lamport.next()).isEqualTo(9);
    }

    @Test
    void whatTheTriggersSayOfARunComesAfterWhatItWas() {
        var key = new Key.Run("e1", "Here", "kept");
        ledger.handled(event("e1", "", 7, START), List.of(new Op.Put(key, run("Here", "kept", "running", false))));
        ledger = new EventLedger(disk.restart(), NOW);
        var over = new RunReports.Report(List.of(new Op.Put(key, run("Here", "kept", "interrupted", true))));
        delivery(command -> {
                    if (command instanceof Triggers.Resume) {
                        reports.getRef().tell(over);
                    }
                })
                .resume(pictures.published().current().events(), NOW);
        assertThat(reports.getAllReceived()).hasSize(2).last().isEqualTo(over);
    }

    @Test
    void runsThatWereCutOffAreInterruptedWhetherTheLedgerOrTheStateKnowsThem() {
        var kept = new Op.Put(new Key.Run("e1", "Here", "kept"), run("Here", "kept", "running", false));
        ledger.handled("e1", List.of(kept));
        put(
                event("e1", "", 7, START),
                run("Here", "kept", "running", false),
                run("here", "cut", "running", false),
                run("here", "done", "succeeded", true),
                run("there", "other", "running", false));

        var reported = resumed();

        assertThat(reported)
                .extracting(Op.Put::key)
                .containsExactlyInAnyOrder(new Key.Run("e1", "here", "kept"), new Key.Run("e1", "here", "cut"));
        assertThat(reported).allSatisfy(put -> {
            var run = (Value.Run) put.value();
            assertThat(run.status()).isEqualTo("interrupted");
            assertThat(run.ended()).isTrue();
            assertThat(run.endedAt()).contains(NOW);
            assertThat(run.reason()).isEqualTo("the agent ended during the run");
            assertThat(run.output()).isEqualTo("so far");
        });
        assertThat(delivered()).isEmpty();
    }

    @Test
    void whatARolloutFiresForAnotherNodeNeedsNoWordOfThisOne() {
        var here = event("e1", "^Here$", 7, NOW).with(Map.of(), 0, "rollout r1");
        var there = event("e2", "^There$", 8, NOW).with(Map.of(), 0, "rollout r1");
        delivery.deliver(there);
        assertThat(triggers.hasMessages()).isFalse();

        delivery.deliver(here);
        assertThat(triggers.receiveMessage())
                .isInstanceOfSatisfying(
                        Triggers.Deliver.class,
                        told -> assertThat(told.event().id()).isEqualTo("e1"));
    }
}
