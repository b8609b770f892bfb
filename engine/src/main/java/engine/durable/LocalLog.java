package engine.durable;

import engine.state.Bucket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;

/**
 * What an agent keeps for itself and no other node has, whether it is a server or not: buckets by name, each with one owner
 * that keeps every change in order. Safe for use by many threads.
 */
public interface LocalLog extends AutoCloseable {

    /**
     * Reads what a directory holds, made if it is missing, and goes on with it.
     *
     * @param fatal ends the process: the sentence that it is told says why nothing more can be written
     * @throws DurabilityException with a sentence when the directory cannot be used or what it holds is damaged
     */
    static LocalLog open(Path dir, Consumer<String> fatal) {
        return LocalWriter.open(dir, fatal);
    }

    /** One that keeps nothing, for an agent without a disk. */
    static LocalLog none() {
        return new LocalLog() {
            @Override
            public Bucket kept(String name) {
                return Bucket.EMPTY;
            }

            @Override
            public CompletionStage<Done> keep(String name, Bucket bucket) {
                return CompletableFuture.completedStage(Done.done());
            }

            @Override
            public void close() {}
        };
    }

    /** What was kept under a name before this start. */
    Bucket kept(String name);

    /**
     * Keeps a bucket as it is now; does not block.
     *
     * @return completes when it is on disk, calls in their order; fails once this is closed
     */
    CompletionStage<Done> keep(String name, Bucket bucket);

    /** Writes what waits and releases the directory. */
    @Override
    void close();
}
