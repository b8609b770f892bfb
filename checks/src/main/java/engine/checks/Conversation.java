package engine.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A probe that reads and waits: on a virtual thread, which costs nothing while it waits. When it ends or is abandoned, all that it
 * has opened is closed; that is what ends a run that waits.
 */
abstract class Conversation implements Probe {

    private final Executor threads;
    private final Duration timeout;

    Conversation(CheckDefinition definition, Executor threads) {
        this.threads = threads;
        this.timeout = definition.timeout();
    }

    /** Asks. Opens nothing without adding it to {@code opened}. */
    abstract Result talk(Opened opened) throws IOException;

    /** What the check makes of a failure. */
    abstract Result failed(IOException failure);

    final Duration timeout() {
        return timeout;
    }

    @Override
    public Duration deadline() {
        return timeout;
    }

    @Override
    public Result late() {
        return failed(new IOException("no answer within " + Output.ofDuration(timeout)));
    }

    @Override
    public Flight start() {
        var opened = new Opened();
        var abandoned = new AtomicBoolean();
        var result = new CompletableFuture<Result>();
        threads.execute(() -> {
            try (opened) {
                var found = talk(opened);
                result.complete(abandoned.get() ? late() : found);
            } catch (IOException failure) {
                result.complete(abandoned.get() ? late() : failed(failure));
            } catch (RuntimeException | Error bug) {
                result.completeExceptionally(bug);
            }
        });
        return new Flight(result, () -> {
            abandoned.set(true);
            opened.close();
        });
    }
}
