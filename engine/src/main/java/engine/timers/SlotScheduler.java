package engine.timers;

import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.SchedulerException;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The timers of an actor system. As those of Pekko's own wheel they are due in slots of {@code pekko.scheduler.tick-duration}, never
 * early, so that those of one slot wake a thread once. A slot without timers wakes none: the wheel of an agent at rest turns fifty
 * times a second for nothing. Pekko makes it by its name.
 */
public final class SlotScheduler extends AbstractScheduler implements Closeable {
    /** Some 146 years, so that sums stay in range. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private final long slotNanos;
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By the number of the slot since the start; guarded by the lock, as is what follows. */
    private final TreeMap<Long, List<Timer>> slots = new TreeMap<>();

    private boolean closed;

    /** Pekko calls it. */
    public SlotScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        slotNanos = config.getDuration("pekko.scheduler.tick-duration", TimeUnit.NANOSECONDS);
        threads.newThread(this::run).start();
    }

    @Override
    public double maxFrequency() {
        return (double) TimeUnit.SECONDS.toNanos(1) / slotNanos;
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        try {
            var timer = new Timer(task, executor);
            add(timer, delay.toNanos());
            return timer;
        } catch (SchedulerException e) {
            throw new IllegalStateException(e.msg(), e);
        }
    }

    /** At a fixed rate, as which Pekko's other methods for it come here. */
    @Override
    @SuppressWarnings("deprecation") // for its callers
    public Cancellable schedule(FiniteDuration first, FiniteDuration period, Runnable task, ExecutionContext executor) {
        if (period.toNanos() <= 0) {
            throw new IllegalArgumentException("a period must be longer than zero, and this one is " + period);
        }
        return Repeated.start(this, first.toNanos(), period.toNanos(), task, executor);
    }

    /** Executes it in the first slot that begins after the delay; at once without one. */
    void add(Timer timer, long delayNanos) {
        lock.lock();
        try {
            if (closed) {
                throw new SchedulerException("the actor system has ended, and its timers with it");
            }
            if (delayNanos > 0) {
                put(timer, Math.ceilDiv(elapsed() + Math.min(delayNanos, LONGEST_NANOS), slotNanos));
                return;
            }
        } finally {
            lock.unlock();
        }
        timer.execute();
    }

    private void put(Timer timer, long slot) {
        var earliest = slots.isEmpty() || slot < slots.firstKey();
        slots.computeIfAbsent(slot, _ -> new ArrayList<>(1)).add(timer);
        if (earliest) {
            changed.signal();
        }
    }

    private long elapsed() {
        return System.nanoTime() - start;
    }

    private void run() {
        for (var due = nextDue(); !due.isEmpty(); due = nextDue()) {
            due.forEach(Timer::execute);
        }
    }

    /** Waits for them; empty when this has been closed. */
    private List<Timer> nextDue() {
        lock.lock();
        try {
            while (!closed) {
                var wait = slots.isEmpty() ? LONGEST_NANOS : slots.firstKey() * slotNanos - elapsed();
                if (wait <= 0) {
                    return slots.pollFirstEntry().getValue();
                }
                try {
                    var _ = changed.awaitNanos(wait);
                } catch (InterruptedException _) {
                    // Nothing ends this thread but close: the timers of all actors are on it.
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** What asked for it is run now; nothing else is from here on. */
    @Override
    public void close() {
        List<Timer> rest;
        lock.lock();
        try {
            closed = true;
            rest = slots.values().stream().flatMap(List::stream).toList();
            slots.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
        rest.forEach(Timer::close);
    }
}
