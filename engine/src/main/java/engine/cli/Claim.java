package engine.cli;

import java.time.Duration;

/**
 * What one session contends for: a lock, or a place in a semaphore. One thread at a time waits in it; every method may fail
 * with {@link Unavailable}, after which it may be called again, or with another {@link Failure}.
 */
sealed interface Claim permits LockClaim, SemaphoreClaim {

    /** What is claimed, for people. */
    String what();

    /** What becomes of the session's keys when it ends: {@code release} or {@code delete}. */
    String behavior();

    /**
     * How long before its end a session no longer protects: nobody else can have the lock within the lock-delay, but a place
     * in a semaphore is free at once.
     */
    Duration margin();

    /** Before the first try. */
    void enter(String session);

    /**
     * Waits for a chance, then tries.
     *
     * @param wait the longest time to wait for a chance; the first call does not wait
     * @return whether the session has it now
     */
    Outcome attempt(String session, Duration wait);

    /** Whether a session has it, once that has changed or {@code wait} is over; the first call does not wait. */
    boolean held(String session, Duration wait);

    /** Gives back what the session has, if it has it. */
    void release(String session);

    /** Deletes the key when nobody uses it any more; one that is in use stays. */
    void tidy();

    /** How a try ended. */
    enum Outcome {
        HELD,
        /** Others have it: the next call waits for a change. */
        TAKEN,
        /** Nobody has it, but it cannot be had yet: pause before the next call. */
        DELAYED
    }
}
