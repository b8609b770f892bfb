package engine;

import engine.durable.LocalLog;
import engine.state.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** A log of an agent's own that is as fast as the test wants, and loses what was not written at a restart. */
public final class FakeDisk implements LocalLog {
    private record Waiting(String name, Bucket bucket, CompletableFuture<Done> done) {}

    private final Map<String, Bucket> written = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean slow;

    /** From now on nothing is written but by {@link #write()}. */
    public synchronized void slow() {
        slow = true;
    }

    /** Writes all that waits. */
    public synchronized void write() {
        waiting.forEach(each -> {
            written.put(each.name(), each.bucket());
            each.done().complete(Done.done());
        });
        waiting.clear();
    }

    /** The power is lost. */
    public synchronized FakeDisk restart() {
        waiting.clear();
        slow = false;
        return this;
    }

    @Override
    public synchronized Bucket kept(String name) {
        return written.getOrDefault(name, Bucket.EMPTY);
    }

    @Override
    public synchronized CompletionStage<Done> keep(String name, Bucket bucket) {
        var done = new CompletableFuture<Done>();
        waiting.add(new Waiting(name, bucket, done));
        if (!slow) {
            write();
        }
        return done;
    }

    @Override
    public void close() {}
}
