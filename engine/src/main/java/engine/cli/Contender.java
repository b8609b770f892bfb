package engine.cli;

import java.time.Duration;
import java.util.function.Consumer;

/** Contends for a claim on a thread of its own, until it has it, cannot have it, or is told to stop. */
final class Contender {
    /** The longest time that a question waits at the agent. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration DELAYED = Duration.ofMillis(500);

    private final Claim claim;
    private final String session;
    private final boolean once;
    private final Consumer<LockEvent> events;
    private final Consumer<String> told;
    private volatile boolean stopped;

    /**
     * @param once whether to give up instead of waiting
     * @param told what goes wrong on the way
     */
    Contender(Claim claim, String session, boolean once, Consumer<LockEvent> events, Consumer<String> told) {
        this.claim = claim;
        this.session = session;
        this.once = once;
        this.events = events;
        this.told = told;
    }

    void start() {
        Thread.ofPlatform().daemon().name("contend").start(this::run);
    }

    /** Nothing that it comes to is told any more; a request that is on its way is not called back. */
    void stop() {
        stopped = true;
    }

    private void run() {
        try {
            var event = contend();
            if (!stopped) {
                events.accept(event);
            }
        } catch (Failure failure) {
            if (!stopped) {
                events.accept(new LockEvent.Refused(failure));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private LockEvent contend() throws InterruptedException {
        var pauses = new Pauses(Duration.ofMillis(200), Duration.ofSeconds(2));
        boolean entered = false;
        while (!stopped) {
            try {
                if (!entered) {
                    claim.enter(session);
                    entered = true;
                }
                var outcome = claim.attempt(session, WAIT);
                pauses.reset();
                if (outcome == Claim.Outcome.HELD) {
                    return new LockEvent.Acquired(session);
                }
                if (once) {
                    return new LockEvent.Busy(outcome == Claim.Outcome.DELAYED);
                }
                if (outcome == Claim.Outcome.DELAYED) {
                    Thread.sleep(DELAYED);
                }
            } catch (Unavailable unavailable) {
                if (once) {
                    throw unavailable;
                }
                told.accept(unavailable.sentence());
                pauses.pause();
            }
        }
        return new LockEvent.Busy(false);
    }
}
