package engine.durable;

import engine.state.Bucket;
import engine.state.Changes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The journal of an agent that keeps nothing on disk: it lasts as long as the process. */
public final class Unkept implements Journal {
    private final Map<String, Bucket> buckets = new HashMap<>();

    @Override
    public Map<String, Bucket> buckets() {
        return Map.copyOf(buckets);
    }

    @Override
    public Changes append(String name, Bucket bucket) {
        var before = buckets.put(name, bucket);
        return bucket.changesSince(before == null ? Bucket.EMPTY : before);
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public void flush() {}

    @Override
    public Optional<Snapshot> snapshotDue() {
        return Optional.empty();
    }

    @Override
    public void snapshotWritten(long size) {}

    @Override
    public void snapshotFailed() {}

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public void close() {}
}
