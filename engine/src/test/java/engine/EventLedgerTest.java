package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.LocalEntries;
import engine.state.Op;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class EventLedgerTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = START.plusSeconds(60);

    private final FakeDisk disk = new FakeDisk();

    private EventLedger open() {
        return new EventLedger(disk.restart(), LATER, 3);
    }

    private static Value.Event event(String id, long lamport, Instant firedAt) {
        return new Value.Event(id, "deploy", ByteString.emptyByteString(), "", "", "", lamport, firedAt, "n2");
    }

    private static Op.Put receipt(String id) {
        return new Op.Put(new Key.Receipt(id, "n1"), new Value.Receipt(id, "n1", 1, ""));
    }

    private static Op.Put run(String id, boolean ended) {
        return new Op.Put(new Key.Run(id, "n1", "t"), Records.run(id, "n1", "t", ended));
    }

    @Test
    void anEventIsNewOnceAlsoAfterARestart() {
        var ledger = open();
        var event = event("e1", 1, LATER);
        assertThat(ledger.isNew(event)).isTrue();
        assertThat(ledger.isNew(event)).isTrue();
        assertThat(ledger.handled("e1", List.of())).isCompleted();
        assertThat(ledger.isNew(event)).isFalse();
        assertThat(open().isNew(event)).isFalse();
        assertThat(open().knows("e1")).isTrue();
    }

    @Test
    void theKeyOfAnEventThatRanIsRememberedOverARestartAsLongAsTheEventIs() {
        var first = event("e1", 1, LATER).keyed("k", 60_000);
        var other = event("e2", 2, LATER.plusSeconds(59)).keyed("k", 60_000);
        var ledger = open();
        ledger.handled(event("e0", 1, LATER).keyed("k", 60_000), List.of(receipt("e0")));
        assertThat(ledger.duplicated(EventValues.event(first))).isEmpty();
        ledger.handled(first, List.of(receipt("e1"), run("e1", false)));
        assertThat(ledger.duplicated(EventValues.event(other))).contains("e1");
        var again = open();
        assertThat(again.duplicated(EventValues.event(other))).contains("e1");
        assertThat(again.duplicated(EventValues.event(event("e2", 2, LATER)))).isEmpty();
        for (var id : List.of("e3", "e4", "e5")) {
            again.handled(id, List.of());
        }
        assertThat(again.duplicated(EventValues.event(other))).isEmpty();
        assertThat(open().duplicated(EventValues.event(other))).isEmpty();
    }

    private static Value.Event seen(String id) {
        return new Value.Event(id, "t", ByteString.fromString("secret"), "", "", "", 1, LATER, "n1")
                .causedBy(new Value.Cause("key a: set", "kv/1/a", 0, Map.of("ENGINE_KV_KEY", "a")));
    }

    @Test
    void whatANodeSawGoesOnWithAllThatItsRunsAreGivenAndIsReportedWithoutIt() {
        var ledger = open();
        ledger.handled(seen("e1"), List.of(receipt("e1"), run("e1", false)));
        var again = open();
        var reports = again.resume(LATER);
        assertThat(reports).hasSize(3);
        assertThat(reports.getFirst().value()).isInstanceOfSatisfying(Value.Event.class, event -> {
            assertThat(event.payload().isEmpty()).isTrue();
            assertThat(event.cause()).isEqualTo(new Value.Cause("key a: set", "kv/1/a", 0, Map.of()));
        });
        var unfinished = again.unfinished();
        assertThat(unfinished).hasSize(1);
        assertThat(EventValues.value(unfinished.getFirst().event())).isEqualTo(seen("e1"));
    }

    @Test
    void whatANodeSawIsKeptUntilTheClusterHasItAndItsRunsAreOver() {
        var ledger = open();
        ledger.handled(seen("e1"), List.of(receipt("e1"), run("e1", false)));
        ledger.changed(run("e1", true));
        assertThat(open().resume(LATER)).hasSize(3);
        ledger.reported(List.of(
                new Op.Put(new Key.Event("e1"), EventValues.recorded(EventValues.event(seen("e1")))),
                receipt("e1"),
                run("e1", true)));
        assertThat(open().resume(LATER)).isEmpty();

        ledger.handled(seen("e2"), List.of(receipt("e2"), run("e2", false)));
        ledger.reported(List.of(receipt("e2")));
        assertThat(open().unfinished()).hasSize(1);
        ledger.changed(run("e2", true));
        ledger.reported(List.of(run("e2", true)));
        assertThat(open().resume(LATER)).isEmpty();
    }

    @Test
    void eventsFromBeforeTheFirstStartAreNotNewAndARestartDoesNotMoveThat() {
        var first = new EventLedger(disk, START);
        assertThat(first.isNew(event("e1", 5, START.minusMillis(1)))).isFalse();
        assertThat(first.isNew(event("e2", 6, START))).isTrue();
        var again = open();
        assertThat(again.isNew(event("e3", 7, START.plusSeconds(1)))).isTrue();
        assertThat(again.isNew(event("e1", 5, START.minusMillis(1)))).isFalse();
        assertThat(again.isNew(event("e4", 7, START.minusMillis(1))))
                .describedAs("of a node whose clock is behind: it had seen e2")
                .isTrue();
    }

    @Test
    void whatWasNotWrittenInTimeIsNewAgainAndNobodyWasToldOtherwise() {
        open();
        disk.slow();
        var ledger = new EventLedger(disk, LATER, 3);
        var onDisk = ledger.handled("e1", List.of(receipt("e1"), run("e1", false)));
        assertThat(onDisk).isNotCompleted();
        assertThat(ledger.knows("e1")).isTrue();
        assertThat(open().knows("e1")).isFalse();
    }

    @Test
    void theOldestAreForgottenAndStayHandled() {
        var ledger = open();
        for (var i = 1; i <= 5; i++) {
            ledger.handled("e" + i, List.of());
        }
        assertThat(ledger.knows("e1")).isTrue();
        ledger = open();
        assertThat(ledger.knows("e1")).isTrue();
        assertThat(ledger.knows("e2")).isTrue();
        assertThat(ledger.knows("e5")).isTrue();
        assertThat(ledger.knows("e6")).isFalse();
    }

    @Test
    void runsThatTheEndCutOffAreInterruptedAndWhatTheClusterHasIsNotToldAgain() {
        var ledger = open();
        ledger.handled("e1", List.of(receipt("e1"), run("e1", false)));
        ledger.handled("e2", List.of(receipt("e2"), run("e2", false)));
        ledger.reported(List.of(receipt("e1"), run("e1", false), receipt("e2"), run("e2", false)));
        ledger.changed(run("e2", true));
        ledger.reported(List.of(run("e2", true)));

        var reports = open().resume(LATER);

        assertThat(reports).extracting(Op.Put::key).containsExactly(new Key.Run("e1", "n1", "t"));
        var run = (Value.Run) reports.getFirst().value();
        assertThat(run.status()).isEqualTo("interrupted");
        assertThat(run.endedAt()).isEqualTo(Optional.of(LATER));
        assertThat(open().resume(LATER.plusSeconds(1)))
                .describedAs("until the cluster has it, always the same")
                .isEqualTo(reports);
    }

    @Test
    void anEventIsKeptUntilTheLastOfItsRunsIsOver() {
        var ledger = open();
        var event = event("e1", 1, LATER);
        var other = new Op.Put(new Key.Run("e1", "n1", "u"), Records.run("e1", "n1", "u", false));
        ledger.handled(event, List.of(receipt("e1"), run("e1", false), other));
        ledger.handled(event("e0", 2, LATER), List.of(receipt("e0"), run("e0", false)));
        ledger.changed(run("e1", true));

        ledger = open();
        assertThat(ledger.resume(LATER))
                .as("nothing is over yet that was not")
                .contains(run("e1", true), other, run("e0", false));
        assertThat(ledger.unfinished())
                .extracting(each -> each.event().id() + " " + each.run().trigger() + " "
                        + each.run().status())
                .containsExactly("e0 t RUNNING", "e1 u RUNNING");
        ledger.changed(new Op.Put(other.key(), Records.run("e1", "n1", "u", true)));
        ledger.changed(run("e0", true));

        assertThat(open().unfinished()).isEmpty();
        assertThat(new LocalEntries(disk.kept("events")).get(new Key.Event("e1")))
                .isNull();
    }

    @Test
    void anEventThatRunsNothingIsNotKept() {
        open().handled(event("e1", 1, LATER), List.of(receipt("e1")));
        assertThat(new LocalEntries(disk.kept("events")).get(new Key.Event("e1")))
                .isNull();
        assertThat(open().knows("e1")).isTrue();
    }

    @Test
    void aLateAnswerToAnEarlierReportDoesNotLoseTheNewest() {
        var ledger = open();
        ledger.handled("e1", List.of(run("e1", false)));
        ledger.changed(run("e1", true));
        ledger.reported(List.of(run("e1", false)));
        assertThat(open().resume(LATER)).containsExactly(run("e1", true));
    }
}
