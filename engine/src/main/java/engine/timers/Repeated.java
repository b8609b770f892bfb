package engine.timers;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.SchedulerException;
import org.apache.pekko.actor.SchedulerTask;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;

/** A task that is run at a fixed rate until it is cancelled or throws: what one run is late by the next one is sooner. */
final class Repeated implements Cancellable, SchedulerTask {
    private final SlotScheduler scheduler;
    private final long periodNanos;
    private final Runnable task;
    private final ExecutionContext executor;
    /** The next run; null once this is cancelled. */
    private final AtomicReference<@Nullable Timer> next = new AtomicReference<>();

    /** Of one run after the other. */
    private long dueNanos;

    private Repeated(
            SlotScheduler scheduler, long firstNanos, long periodNanos, Runnable task, ExecutionContext executor) {
        this.scheduler = scheduler;
        this.periodNanos = periodNanos;
        this.task = task;
        this.executor = executor;
        dueNanos = System.nanoTime() + firstNanos;
    }

    static Repeated start(
            SlotScheduler scheduler, long firstNanos, long periodNanos, Runnable task, ExecutionContext executor) {
        var repeated = new Repeated(scheduler, firstNanos, periodNanos, task, executor);
        var first = new Timer(repeated, executor);
        repeated.next.set(first);
        scheduler.add(first, firstNanos);
        return repeated;
    }

    @Override
    public void run() {
        try {
            task.run();
            var late = System.nanoTime() - dueNanos;
            dueNanos += periodNanos;
            var before = next.get();
            if (before != null) {
                var timer = new Timer(this, executor);
                // Cancelled meanwhile: it must not come back.
                if (next.compareAndSet(before, timer)) {
                    scheduler.add(timer, Math.max(periodNanos - late, 1));
                }
            }
        } catch (SchedulerException _) {
            // The actor that is told has ended, or the scheduler has.
        }
    }

    @Override
    public boolean cancel() {
        var timer = next.getAndSet(null);
        if (timer == null) {
            return false;
        }
        // While it runs there is nothing to cancel but what would come after it, which is done.
        timer.cancel();
        return true;
    }

    @Override
    public boolean isCancelled() {
        return next.get() == null;
    }

    @Override
    public void cancelled() {
        if (task instanceof SchedulerTask told) {
            told.cancelled();
        }
    }
}
