package engine;

import engine.config.Settings;
import engine.http.Context;
import engine.http.Refusal;
import engine.http.Snapshots;
import engine.snapshot.Origin;
import engine.snapshot.Restore;
import engine.snapshot.SnapshotException;
import engine.snapshot.SnapshotSource;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
            Settings settings, ActorSystem<?> system, Published published, ActorRef<Store.Command> store) {
        var restore = new Restore(new Restore.Ports(
                system,
                published,
                ops -> AskPattern.askWithStatus(
                        store, replyTo -> new Store.Write(ops, replyTo), WRITE_LIMIT, system.scheduler()),
                settings.dataDir(),
                Restore.MAX_BYTES));
        return new HttpSnapshots(published, origin(settings), restore, InstantSource.system());
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
