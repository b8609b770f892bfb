package engine.snapshot;

import engine.snapshot.SnapshotException.Reason;
import engine.state.Op;
import engine.state.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an archive back into a running cluster: keeps what comes in a file, verifies all of it, and only then writes what
 * differs from the present state, batch after batch. One at a time.
 */
public final class Restore {
    /** Bytes of the largest archive that is taken. */
    public static final long MAX_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    private static final String FILE = "restore-";
    private static final String FILES = FILE + "*.archive";
    private static final long BATCH_SECONDS = 60;

    private final Ports ports;
    private final Executor threads;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * What it needs.
     *
     * @param write does operations; fails where it is not known that all were done
     * @param dataDir where the archive is kept meanwhile; empty for the system's directory of temporary files
     * @param maxBytes of the largest archive that is taken
     */
    public record Ports(
            ActorSystem<?> system,
            Published published,
            Function<List<Op>, CompletionStage<Boolean>> write,
            Optional<Path> dataDir,
            long maxBytes) {}

    /**
     * What was done.
     *
     * @param leftToAgents entries of the archive that belonged to agents, which put them back themselves
     */
    public record Outcome(Header header, long puts, long deletions, long leftToAgents) {}

    public Restore(Ports ports) {
        this.ports = ports;
        this.threads = task -> Thread.ofPlatform().daemon().name("restore").start(task);
    }

    /**
     * Restores what {@code archive} brings; answered when all is written. Fails with {@link SnapshotException}, or with another
     * exception where the archive could not be taken in.
     */
    public CompletionStage<Outcome> from(Source<ByteString, ?> archive) {
        if (!busy.compareAndSet(false, true)) {
            archive.runWith(Sink.cancelled(), ports.system());
            return CompletableFuture.failedStage(new SnapshotException(
                    Reason.BUSY, "Another restore is under way on this server. Wait for its end, then try again."));
        }
        return CompletableFuture.supplyAsync(this::spool, threads)
                .thenCompose(file -> takenIn(archive, file)
                        .thenApplyAsync(_ -> restored(file), threads)
                        .whenCompleteAsync((_, _) -> delete(file), threads))
                .whenComplete((_, _) -> busy.set(false));
    }

    private Path spool() {
        try {
            if (ports.dataDir().isEmpty()) {
                return Files.createTempFile("engine-" + FILE, ".archive");
            }
            var dir = ports.dataDir().get();
            // Of a process that was killed meanwhile.
            try (var left = Files.newDirectoryStream(dir, FILES)) {
                left.forEach(Restore::delete);
            }
            return Files.createTempFile(dir, FILE, ".archive");
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletionStage<?> takenIn(Source<ByteString, ?> archive, Path file) {
        return archive.limitWeighted(ports.maxBytes(), bytes -> (long) bytes.size())
                .runWith(FileIO.toPath(file), ports.system())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(notTakenIn(rootOf(failure))));
    }

    private Throwable notTakenIn(Throwable failure) {
        return failure instanceof StreamLimitReachedException
                ? new SnapshotException(
                        Reason.SIZE,
                        "The archive has more than " + ports.maxBytes() + " bytes, the most that is taken.")
                : failure;
    }

    private Outcome restored(Path file) {
        try {
            var found = SnapshotFile.inspect(file);
            LOG.info(
                    "restoring snapshot {} of {}, taken by node {} of datacenter {}",
                    found.id(),
                    found.created(),
                    found.node(),
                    found.datacenter());
            try (var reader = SnapshotFile.open(file)) {
                var outcome = written(reader);
                LOG.info(
                        "restored snapshot {}: {} entries put, {} deleted, {} left to their agents",
                        found.id(),
                        outcome.puts(),
                        outcome.deletions(),
                        outcome.leftToAgents());
                return outcome;
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private Outcome written(ArchiveReader reader) {
        var header = reader.header();
        var entries = new Progress(reader, header.entries());
        var batches = Restoration.ops(
                ports.published().current(), entries, header.facts().created());
        var puts = 0L;
        var deletions = 0L;
        while (batches.hasNext()) {
            var batch = batches.next();
            try {
                write(batch);
            } catch (IOException e) {
                throw new SnapshotException(
                        Reason.UNFINISHED,
                        "The restore ended early, after " + (puts + deletions) + " writes and " + entries.read()
                                + " of "
                                + header.entries() + " entries of the archive: " + e.getMessage()
                                + ". What was written stays. It is safe to restore the same archive again: only what still"
                                + " differs is written.");
            }
            var put = batch.stream().filter(op -> op instanceof Op.Put).count();
            puts += put;
            deletions += batch.size() - put;
        }
        return new Outcome(header, puts, deletions, entries.ofAgents());
    }

    private void write(List<Op> batch) throws IOException {
        try {
            ports.write().apply(batch).toCompletableFuture().get(BATCH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(Objects.requireNonNullElse(rootOf(e).getMessage(), "the write failed"), e);
        } catch (TimeoutException e) {
            throw new IOException("a write was not answered in " + BATCH_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the agent ends", e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted after a restore: {}", file, e.getMessage());
        }
    }
}
