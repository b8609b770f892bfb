package engine.checks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One run of a probe that reads and waits: on a virtual thread, which costs nothing while it waits. When it ends or is
 * abandoned, all that it has opened is closed; that is what ends a run that waits.
 */
final class Conversation {

    /** What a probe does. Opens nothing without adding it to {@code opened}. */
    interface Steps {
        Result with(Opened opened) throws IOException;
    }

    private Conversation() {}

    /**
     * Starts one.
     *
     * @param failed what the check makes of a failure
     */
    static Probe.Flight start(Executor threads, Probe probe, Steps steps, Function<IOException, Result> failed) {
        var opened = new Opened();
        var abandoned = new AtomicBoolean();
        var result = new CompletableFuture<Result>();
        threads.execute(() -> {
            try (opened) {
                var found = steps.with(opened);
                result.complete(abandoned.get() ? probe.late() : found);
            } catch (IOException failure) {
                result.complete(abandoned.get() ? probe.late() : failed.apply(failure));
            } catch (RuntimeException | Error bug) {
                result.completeExceptionally(bug);
            }
        });
        return new Probe.Flight(result, () -> {
            abandoned.set(true);
            opened.close();
        });
    }
}
