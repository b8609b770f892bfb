package engine.durable;

import engine.state.Bucket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log of an agent's own, with one thread that writes and forces together what waits. */
final class LocalWriter implements LocalLog {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWriter.class);
    /** Live data are some megabytes at most; a snapshot of them is written between two batches. */
    private static final StateLog.Limits LIMITS = new StateLog.Limits(1L << 20, 4L << 20);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private sealed interface Request {}

    private record Keep(String name, Bucket bucket, CompletableFuture<Done> done) implements Request {}

    private enum End implements Request {
        INSTANCE
    }

    private final StateLog log;
    private final Consumer<String> fatal;
    private final Map<String, Bucket> before;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    private LocalWriter(StateLog log, Consumer<String> fatal) {
        this.log = log;
        this.fatal = fatal;
        this.before = log.buckets();
        this.thread = Thread.ofPlatform().daemon().name("local-log").unstarted(this::run);
    }

    static LocalWriter open(Path dir, Consumer<String> fatal) {
        return started(new LocalWriter(StateLog.open(dir, LIMITS), fatal));
    }

    static LocalWriter open(
            Disk disk, Closeable held, StateLog.Limits limits, RandomGenerator random, Consumer<String> fatal)
            throws IOException {
        return started(new LocalWriter(StateLog.open(disk, held, limits, random), fatal));
    }

    private static LocalWriter started(LocalWriter writer) {
        writer.thread.start();
        return writer;
    }

    @Override
    public Bucket kept(String name) {
        return before.getOrDefault(name, Bucket.EMPTY);
    }

    @Override
    public synchronized CompletionStage<Done> keep(String name, Bucket bucket) {
        if (closed) {
            return CompletableFuture.failedStage(new IllegalStateException("the agent is stopping"));
        }
        var done = new CompletableFuture<Done>();
        requests.add(new Keep(name, bucket, done));
        return done;
    }

    private void run() {
        try {
            while (write()) {
                log.snapshotDue().ifPresent(this::write);
            }
        } catch (IOException e) {
            // Nobody who waits is told: nobody knows what is on disk.
            fatal.accept(
                    ("%s: what this agent keeps for itself cannot be written: %s. Nothing more is acknowledged and the agent"
                                    + " ends. Free space on the disk or mend it, then start the agent again: all that was"
                                    + " acknowledged is kept.")
                            .formatted(log.place(), e.getMessage()));
        } catch (InterruptedException _) {
            LOG.warn("{}: the thread that writes was ended", log.place());
        }
    }

    /** Waits for requests, writes all that there are; returns whether more may come. */
    private boolean write() throws IOException, InterruptedException {
        var waiting = new ArrayList<Request>(List.of(requests.take()));
        requests.drainTo(waiting);
        var kept = new ArrayList<Keep>();
        for (var request : waiting) {
            if (request instanceof Keep keep) {
                log.append(keep.name(), keep.bucket());
                kept.add(keep);
            }
        }
        log.flush();
        kept.forEach(keep -> keep.done().complete(Done.done()));
        return !waiting.contains(End.INSTANCE);
    }

    private void write(Snapshot snapshot) {
        try {
            log.snapshotWritten(snapshot.write());
        } catch (IOException e) {
            LOG.error(
                    "{}: no snapshot could be written, the log goes on growing: {}. Free space on the disk.",
                    log.place(),
                    e.getMessage());
            log.snapshotFailed();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            requests.add(End.INSTANCE);
        }
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                LOG.warn("{}: what waits could not be written in time", log.place());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
