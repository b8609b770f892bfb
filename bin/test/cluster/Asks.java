package cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Things done at the same time, each by a thread of its own. */
final class Asks implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    <T> List<Future<T>> begin(List<? extends Callable<T>> tasks) {
        var begun = new ArrayList<Future<T>>();
        tasks.forEach(task -> begun.add(threads.submit(task)));
        return begun;
    }

    /** What came of them, in their order; the first failure fails. */
    static <T> List<T> results(List<Future<T>> begun) {
        var results = new ArrayList<T>();
        for (var each : begun) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Failure failure ? failure : new Failure(e.getCause().toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted");
            }
        }
        return results;
    }

    <T> List<T> all(List<? extends Callable<T>> tasks) {
        return results(begin(tasks));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
