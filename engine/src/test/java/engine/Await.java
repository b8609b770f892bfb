package engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what comes about by itself. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** From asking to asking: soon at first, then seldom, as what asks takes the processor from what is waited for. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(40);

    private Await() {}

    /** Returns as soon as the condition holds; fails when it does not for long. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, PATIENCE, condition);
    }

    /** The same, for what takes its time. */
    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        var deadline = System.nanoTime() + patience.toNanos();
        var pause = SHORTEST;
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e; // it may come yet
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST, pause * 5 / 4);
        }
        throw failure(what, patience, last);
    }

    private static AssertionError failure(String what, Duration patience, @Nullable Exception last) {
        return new AssertionError("it did not come about in " + patience.toSeconds() + " s that " + what, last);
    }
}
