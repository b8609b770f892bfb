package engine.state;

import static engine.state.Catalogs.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;

/** A store with a fresh picture, and short ways to ask it. */
final class StoreProbe {
    private final ActorSystem<?> system;
    private final Published published = Published.from(100, List.of());
    private final Recorder recorder = new Recorder(published.current());
    private final ActorRef<Store.Command> store;

    StoreProbe(OneNode node) {
        this.system = node.kit().system();
        this.store =
                node.kit().spawn(Store.create(published, Map.of(), InstantSource.system(), "me", new EventBound(10)));
        node.attach(store);
        published.subscribe(recorder);
    }

    Snapshot current() {
        return published.current();
    }

    /** What was published since the start, in order. */
    List<Snapshot> after() {
        return recorder.after();
    }

    List<Change> changes() {
        return recorder.changes();
    }

    static Value.Kv text(String text) {
        return new Value.Kv(ByteString.fromString(text), 0);
    }

    Value.Kv value(String key) {
        return stored(key).value();
    }

    Stored<Value.Kv> stored(String key) {
        return Objects.requireNonNull(published.current().kv().entries().get(key));
    }

    void register(Value... values) {
        assertThat(ask(registration(values)).join()).isTrue();
    }

    static Function<ActorRef<StatusReply<Boolean>>, Store.Command> registration(Value... values) {
        var ops = Arrays.stream(values).<Op>map(v -> new Op.Put(key(v), v)).toList();
        return replyTo -> new Store.Write(ops, replyTo);
    }

    boolean write(Op... ops) {
        return write(List.of(ops));
    }

    boolean write(List<Op> ops) {
        return told(replyTo -> new Store.Write(ops, replyTo));
    }

    boolean told(Function<ActorRef<StatusReply<Boolean>>, Store.Command> command) {
        return ask(command).join();
    }

    CompletableFuture<Boolean> ask(Function<ActorRef<StatusReply<Boolean>>, Store.Command> command) {
        return AskPattern.<Store.Command, Boolean>askWithStatus(store, command, OneNode.DEADLINE, system.scheduler())
                .toCompletableFuture();
    }

    void tell(Store.Command command) {
        store.tell(command);
    }

    <T> T look(java.util.function.Function<CatalogDraft, T> look) {
        return AskPattern.<Store.Command, T>askWithStatus(
                        store, replyTo -> new Store.Look<>(look, replyTo), OneNode.DEADLINE, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    void derive(Value.Check check) {
        AskPattern.<Store.Command, Done>ask(
                        store,
                        replyTo -> new Store.Derive(List.of(check), List.of(), replyTo),
                        OneNode.DEADLINE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    /** Holds every publication, and that each follows the one before. */
    private static final class Recorder implements Published.Listener {
        private final List<Snapshot> seen = new ArrayList<>();
        private final List<List<Change>> changes = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();

        Recorder(Snapshot first) {
            seen.add(first);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very picture before, not one like it
        public synchronized void published(Snapshot before, Snapshot after, List<Change> some) {
            if (before != seen.getLast() || after.index() <= before.index() || some.isEmpty()) {
                faults.add(before.index() + " -> " + after.index() + " with " + some.size() + " changes");
            }
            if (some.stream().anyMatch(change -> change.entry().modifyIndex() > after.index())) {
                faults.add("a ModifyIndex above the index " + after.index());
            }
            seen.add(after);
            changes.add(some);
        }

        synchronized List<Snapshot> after() {
            assertThat(faults).isEmpty();
            return List.copyOf(seen.subList(1, seen.size()));
        }

        synchronized List<Change> changes() {
            return changes.stream().flatMap(List::stream).toList();
        }
    }
}
