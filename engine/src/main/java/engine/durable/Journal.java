package engine.durable;

import engine.state.Bucket;
import engine.state.Changes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where the buckets of a replica are kept. One thread at a time uses it. */
public sealed interface Journal extends AutoCloseable permits StateLog, Unkept {

    /** Every bucket by name, with all that was appended. */
    Map<String, Bucket> buckets();

    /** Takes note of a bucket as it is now; the answer is by what it differs from what was known. */
    Changes append(String name, Bucket bucket);

    /** Bytes that wait for {@link #flush}. */
    int waiting();

    /** Returns when all that was appended is kept. After an exception the journal must not be used again. */
    void flush() throws IOException;

    /**
     * A snapshot to be written by another thread, when it is time for one and nothing waits. How it ended is told to
     * {@link #snapshotWritten} or {@link #snapshotFailed}.
     */
    Optional<Snapshot> snapshotDue() throws IOException;

    /** @param size its bytes */
    void snapshotWritten(long size);

    /** It is tried again later. */
    void snapshotFailed();

    /** Where it is, for sentences. */
    String place();

    @Override
    void close();
}
