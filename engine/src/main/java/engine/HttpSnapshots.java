package engine;

import engine.config.Settings;
import engine.http.Context;
import engine.http.Refusal;
import engine.http.Snapshots;
import engine.kv.Operation;
import engine.queries.RestoredQueries;
import engine.snapshot.Origin;
import engine.snapshot.Restore;
import engine.snapshot.SnapshotException;
import engine.snapshot.SnapshotSource;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import engine.state.Value;
import engine.text.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The whole state as an archive: of this server's picture, and back into its store. */
record HttpSnapshots(Published published, Origin origin, Restore restore, InstantSource clock) implements Snapshots {
    /** A write may wait for a majority of servers. */
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(60);

    static HttpSnapshots of(
            Settings settings,
            ActorSystem<?> system,
            Published published,
            ActorRef<Store.Command> store,
            KvWrites keys) {
        var restore = new Restore(new Restore.Ports(
                system,
                published,
                ops -> restored(
                        ops,
                        published,
                        keys,
                        others -> AskPattern.askWithStatus(
                                store, replyTo -> new Store.Write(others, replyTo), WRITE_LIMIT, system.scheduler())),
                settings.dataDir(),
                Restore.MAX_BYTES));
        return new HttpSnapshots(published, origin(settings), restore, InstantSource.system());
    }

    /** Sessions, keys and prepared queries go through the log, all else straight into the store. */
    private static CompletionStage<Boolean> restored(
            List<Op> ops, Published published, KvWrites keys, Function<List<Op>, CompletionStage<Boolean>> store) {
        var others = new ArrayList<Op>();
        // What a query needs depends on those before it: each is worked out when its turn comes.
        var steps = new ArrayList<Supplier<List<Operation>>>();
        var keysBack = new ArrayList<Operation.Restored>();
        for (var op : ops) {
            switch (op) {
                case Op.Put(Key.Kv(var key), Value.Kv value) ->
                    keysBack.add(new Operation.Restored(
                            key, value.bytes(), value.flags(), value.lockIndex(), value.session(), value.expiresAt()));
                case Op.Put(Key.Session _, Value.Session session) ->
                    steps.add(() -> List.of(new Operation.CreateSession(KvPicture.session(session))));
                case Op.Delete(Key.Session(var id)) ->
                    steps.add(() ->
                            List.of(new Operation.DestroySession(id, "it is not in the snapshot that was restored")));
                case Op.Put(Key.Document _, Value.Document(var definition)) ->
                    steps.add(() ->
                            RestoredQueries.kept(definition, published.current().documents()));
                case Op.Delete(Key.Document(var name)) ->
                    steps.add(() ->
                            RestoredQueries.deleted(name, published.current().documents()));
                case Op.Delete(Key.Kv(var key)) ->
                    steps.add(() -> List.of(new Operation.Delete(key, OptionalLong.empty())));
                case Op.Put _, Op.Delete _, Op.PutIf _, Op.DeleteIf _ -> others.add(op);
            }
        }
        if (!keysBack.isEmpty()) {
            steps.add(() -> List.of(new Operation.Restore(keysBack)));
        }
        CompletionStage<Boolean> done =
                others.isEmpty() && !steps.isEmpty() ? CompletableFuture.completedStage(true) : store.apply(others);
        var context =
                new Context("", "", Context.Consistency.DEFAULT, Instant.now().plus(WRITE_LIMIT), "restore");
        for (var step : steps) {
            done = done.thenCompose(_ -> submitted(step.get(), keys, context));
        }
        return done;
    }

    private static CompletionStage<Boolean> submitted(List<Operation> operations, KvWrites keys, Context context) {
        CompletionStage<Boolean> done = CompletableFuture.completedStage(true);
        for (var operation : operations) {
            done = done.thenCompose(_ -> keys.submit(() -> operation, context)).thenApply(_ -> true);
        }
        return done;
    }

    /** What archives of this agent say of their origin. */
    static Origin origin(Settings settings) {
        return new Origin(settings.node().name(), settings.node().datacenter(), Version.NUMBER);
    }

    @Override
    public CompletionStage<Source<ByteString, ?>> save(Context context) {
        return CompletableFuture.completedStage(SnapshotSource.of(published.current(), origin.at(clock.instant())));
    }

    @Override
    public CompletionStage<Done> restore(Source<ByteString, ?> archive, Context context) {
        return restore.from(archive)
                .thenApply(_ -> Done.done())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(refusal(failure)));
    }

    private static Throwable refusal(Throwable failure) {
        var cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SnapshotException e ? new Refusal(status(e.reason()), Reason.of(e)) : cause;
    }

    private static int status(SnapshotException.Reason reason) {
        return switch (reason) {
            case ARCHIVE -> 400;
            case BUSY -> 409;
            case SIZE -> 413;
            case UNFINISHED -> 500;
        };
    }
}
