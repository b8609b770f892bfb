package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.Receipt;
import engine.events.Run;
import engine.events.Triggers;
import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventDeliveryTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final FakeStore store = new FakeStore(KIT);
    private final TestProbe<Triggers.Command> triggers = KIT.createTestProbe();
    private final LamportClock lamport = new LamportClock();
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();

    private record Node(String name, List<LocalNode.Service> services) implements LocalNode {}

    @BeforeEach
    void subscribe() {
        store.pictures
                .published()
                .subscribe(new EventDelivery(triggers.ref(), lamport, new Node("n1", List.of()), elsewhere));
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void event(String id, String nodeFilter) {
        var event =
                new Value.Event(id, "deploy", ByteString.fromString("1"), nodeFilter, "", "", 7, Instant.EPOCH, "n2");
        store.pictures.put(new Key.Event(id), event);
    }

    @Test
    void anEventOutOfASnapshotIsHistoryThatRunsNothing() {
        var event = new Value.Event("e0", "deploy", ByteString.fromString("1"), "", "", "", 9, Instant.EPOCH, "n2");
        store.pictures.put(new Key.Event("e0"), event.asRestored());
        assertThat(lamport.next()).isEqualTo(10);
        event("e1", "");
        assertThat(triggers.expectMessageClass(Triggers.Deliver.class).event().id())
                .isEqualTo("e1");
    }

    @Test
    void anEventReachesTheTriggersWholeAndMovesTheLogicalTime() {
        event("e1", "");
        var delivered = triggers.expectMessageClass(Triggers.Deliver.class).event();
        assertThat(delivered.id()).isEqualTo("e1");
        assertThat(delivered.payload().utf8String()).isEqualTo("1");
        assertThat(delivered.firedBy()).isEqualTo("n2");
        assertThat(lamport.next()).isEqualTo(8);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void anEventForOthersIsRememberedAsSuchUntilItIsForgotten() {
        event("e1", "^n9$");
        assertThat(triggers.expectMessageClass(Triggers.Deliver.class).event().id())
                .describedAs("the triggers answer it with a receipt that says why")
                .isEqualTo("e1");
        assertThat(elsewhere).containsExactly("e1");
        store.pictures.delete(new Key.Event("e1"));
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void nothingElseIsDelivered() {
        store.pictures.put(new Key.Kv("a"), Records.kv("1"));
        store.pictures.put(new Key.Run("e1", "n1", "t"), Records.run("e1", "n1", "t", true));
        triggers.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatThisNodeDidIsKeptBesideTheEvent() {
        var log = new EventDelivery.Log(store.writes.store(), KIT.system());
        log.received(new Receipt("e1", "n1", 1, ""));
        log.record(new Run(
                "e1",
                "n1",
                "t",
                Run.Status.TIMED_OUT,
                OptionalInt.empty(),
                "out",
                "killed after 1s",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH)));
        assertThat(store.asked
                        .expectMessageClass(engine.state.Store.Write.class)
                        .ops())
                .containsExactly(new Op.Put(new Key.Receipt("e1", "n1"), new Value.Receipt("e1", "n1", 1, "")));
        assertThat(store.asked
                        .expectMessageClass(engine.state.Store.Write.class)
                        .ops())
                .containsExactly(new Op.Put(
                        new Key.Run("e1", "n1", "t"),
                        new Value.Run(
                                "e1",
                                "n1",
                                "t",
                                "timed-out",
                                true,
                                OptionalInt.empty(),
                                "out",
                                "killed after 1s",
                                Instant.EPOCH,
                                Optional.of(Instant.EPOCH),
                                Optional.of(Instant.EPOCH))));
    }
}
