package engine.state;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scala.concurrent.ExecutionContext;

/**
 * What the actors of tests run on that share a JVM with others: whoever comes first is first. A fork-join pool of one thread, as the
 * common one has on a small machine, lets who comes from outside wait for as long as its own tasks make new ones.
 */
public final class FairThreads {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("fair-", 0).factory());

    private FairThreads() {}

    /** The same for all; its threads go when they have been idle for a minute. */
    public static ExecutionContext context() {
        return ExecutionContext.fromExecutor(THREADS);
    }
}
