package engine.cli;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches, on a thread of its own, that a session goes on having what it holds. */
final class HoldWatch implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Claim claim;
    private final String session;
    private final @Nullable Integer retries;
    private final Consumer<LockEvent> events;
    private volatile boolean closed;

    /** @param retries failures in a row after which it counts as lost; null for as long as the session is renewed */
    HoldWatch(Claim claim, String session, @Nullable Integer retries, Consumer<LockEvent> events) {
        this.claim = claim;
        this.session = session;
        this.retries = retries;
        this.events = events;
    }

    void start() {
        Thread.ofPlatform().daemon().name("hold").start(this::run);
    }

    private void run() {
        try {
            var why = watch();
            if (!closed) {
                events.accept(new LockEvent.Lost(session, why));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it is lost. */
    private String watch() throws InterruptedException {
        int failures = 0;
        while (!closed) {
            try {
                if (!claim.held(session, WAIT)) {
                    return "it was taken away.";
                }
                failures = 0;
            } catch (Unavailable unavailable) {
                if (retries != null && ++failures > retries) {
                    return unavailable.sentence();
                }
                Thread.sleep(RETRY);
            } catch (Failure failure) {
                return failure.sentence();
            }
        }
        return "";
    }

    @Override
    public void close() {
        closed = true;
    }
}
