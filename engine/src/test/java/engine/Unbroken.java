package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Something that must hold all the time while this is open; it is looked at every 20 ms. */
final class Unbroken implements AutoCloseable {
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread watching;
    private volatile boolean closed;

    Unbroken(Callable<Boolean> holds) {
        watching = Thread.ofVirtual().start(() -> {
            while (!closed) {
                look(holds);
                looks.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        });
    }

    private void look(Callable<Boolean> holds) {
        try {
            if (!holds.call()) {
                faults.add("it did not hold");
            }
        } catch (Exception | AssertionError e) {
            faults.add(e.toString());
        }
    }

    /** It has held, and is looked at no more. */
    void assertNone() {
        close();
        assertThat(looks.get()).isPositive();
        assertThat(faults).isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        try {
            watching.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
