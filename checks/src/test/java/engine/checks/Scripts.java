package engine.checks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Programs that end when the test says so. */
final class Scripts implements Commands {

    private final BlockingQueue<CompletableFuture<Finished>> runs = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<Finished> run(List<String> command, Duration timeout, int outputLimit) {
        var run = new CompletableFuture<Finished>();
        runs.add(run);
        return run;
    }

    /** The next program that was started; fails the test if none is for some seconds. */
    CompletableFuture<Finished> next() {
        try {
            var run = runs.poll(5, TimeUnit.SECONDS);
            if (run == null) {
                throw new AssertionError("no program was started");
            }
            return run;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a program has been started, now or in the next moments. */
    boolean isStarted() {
        try {
            var run = runs.poll(300, TimeUnit.MILLISECONDS);
            return run != null && runs.offer(run);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isIdle() {
        return runs.isEmpty();
    }

    static Finished exit(int code, String output) {
        return new Finished(code, false, output);
    }
}
