package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.Transactions;
import engine.kv.Batch;
import engine.kv.BatchCodec;
import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.proposal.ProposalPorts;
import engine.proposal.Proposals;
import engine.state.EventBound;
import engine.state.Published;
import engine.state.Store;
import engine.state.Stored;
import engine.state.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an entry of the log on servers, whoever proposed it. */
final class KvMachineTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    /** A server's state and machine, without a log. */
    private static final class Server {
        final Published published = Published.from(1, List.of());
        final ActorRef<Store.Command> store;
        final KvMachine machine;

        Server(String id, InstantSource clock) {
            store = KIT.spawn(Store.create(published, Map.of(), clock, id, new EventBound(10)));
            machine = machine(store, clock);
        }

        static KvMachine machine(ActorRef<Store.Command> store, InstantSource clock) {
            var proposals = Proposals.start(
                    behavior -> KIT.spawn(behavior), new ProposalPorts(() -> 1, InstantSource.system()));
            return new KvMachine(store, proposals, _ -> {}, clock);
        }

        /** An entry that registers a node and sets a key, as this server proposes it. */
        ByteString proposes(String node, String address) {
            var definition = new HashMap<String, @Nullable Object>(Map.of("Node", node, "Address", address));
            var parts = List.of(
                    TransactionPart.of(
                            0, new Transactions.OfNode(Transactions.CatalogVerb.SET, node, "", 0, definition)),
                    TransactionPart.of(
                            1,
                            new Transactions.Kv(
                                    Transactions.KvVerb.SET, "of/" + node, ByteString.fromString(address), 0, 0, "")));
            var plan = AskPattern.<Store.Command, TransactionPlan>askWithStatus(
                            store,
                            replyTo -> new Store.Look<>(draft -> TransactionPlan.of(parts, draft, 0, "dc1"), replyTo),
                            PATIENCE,
                            KIT.system().scheduler())
                    .toCompletableFuture()
                    .join();
            var command = new Command(
                    new ClientId(0, "c" + node + address),
                    1,
                    0,
                    new Origin(""),
                    new Operation.Transaction(plan.steps(), plan.basis()));
            return BatchCodec.encode(new Batch(1, 0, List.of(command)));
        }

        void apply(long index, ByteString entry) {
            machine.apply(index, entry);
            Await.until("it is shown", () -> machine.shown().batches() == index);
            // Readers of the catalog see it a moment later: before the store does what comes next.
            AskPattern.<Store.Command, Boolean>askWithStatus(
                            store,
                            replyTo -> new Store.Look<>(_ -> true, replyTo),
                            PATIENCE,
                            KIT.system().scheduler())
                    .toCompletableFuture()
                    .join();
        }

        Stored<Value.Node> node(String name) {
            return Objects.requireNonNull(
                    Objects.requireNonNull(published.current().catalog().node(name))
                            .node());
        }
    }

    @Test
    void whatIsCommittedIsDoneAlsoWhenItsProposerIsGone() {
        var entry = new Server("dead", InstantSource.system()).proposes("n1", "10.0.0.1");
        var one = new Server("b", InstantSource.system());
        var other = new Server("c", InstantSource.system());
        for (var server : List.of(one, other)) {
            server.apply(1, entry);
            assertThat(server.node("n1").value().address()).isEqualTo("10.0.0.1");
            assertThat(server.published.current().kv().entries().get("of/n1")).isNotNull();
        }
        assertThat(one.node("n1").modifyIndex()).isEqualTo(other.node("n1").modifyIndex());
        assertThat(one.node("n1").createIndex()).isEqualTo(other.node("n1").createIndex());
    }

    @Test
    void replayedAfterALaterWriteItChangesNothing() {
        var proposer = new Server("a", InstantSource.system());
        var first = proposer.proposes("n1", "10.0.0.1");
        proposer.apply(1, first);
        var second = proposer.proposes("n1", "10.0.0.2");
        var server = new Server("b", InstantSource.system());
        server.apply(1, second);
        server.apply(2, first);
        assertThat(server.node("n1").value().address()).isEqualTo("10.0.0.2");
    }

    @Test
    void theCatalogsPartOfWhatIsOlderThanItsDeletionsAreKeptIsNotDoneAgain() {
        var entry = new Server("a", () -> Instant.now().minus(Reaper.RETENTION).minusSeconds(60))
                .proposes("n1", "10.0.0.1");
        var server = new Server("b", InstantSource.system());
        server.apply(1, entry);
        assertThat(server.published.current().catalog().node("n1")).isNull();
        assertThat(server.published.current().kv().entries().get("of/n1")).isNotNull();
    }

    @Test
    void aSnapshotWaitsUntilTheCatalogHasItsPartOnDisk(@TempDir Path dir) throws Exception {
        var entry = new Server("a", InstantSource.system()).proposes("n1", "10.0.0.1");
        var store = KIT.<Store.Command>createTestProbe();
        var machine = Server.machine(store.ref(), InstantSource.system());
        machine.image().writeTo(Files.createDirectory(dir.resolve("before")));

        machine.apply(1, entry);
        var image = machine.image();
        var written = new CompletableFuture<Void>();
        var writer = Thread.ofVirtual().start(() -> {
            try {
                image.writeTo(dir);
                written.complete(null);
            } catch (IOException e) {
                written.completeExceptionally(e);
            }
        });
        Await.until("it waits", () -> writer.getState() == Thread.State.TIMED_WAITING);
        assertThat(Files.exists(dir.resolve("state"))).isFalse();
        store.expectMessageClass(Store.ShowWith.class).kept().run();
        written.get(10, TimeUnit.SECONDS);
        assertThat(dir.resolve("state")).isNotEmptyFile();
    }

    @Test
    void aWriterThatIsInterruptedDoesNotWriteIt(@TempDir Path dir) {
        var entry = new Server("a", InstantSource.system()).proposes("n1", "10.0.0.1");
        var machine = Server.machine(KIT.<Store.Command>createTestProbe().ref(), InstantSource.system());
        machine.apply(1, entry);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> machine.image().writeTo(dir)).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
