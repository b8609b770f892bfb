package engine.timers;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.actor.SchedulerTask;
import scala.concurrent.ExecutionContext;

/** A task that is run once by a dispatcher, unless it is cancelled before. Then it is let go of, before its time. */
final class Timer implements Cancellable {
    /** Stands in the place of the task. */
    private enum End implements Runnable {
        EXECUTED,
        CANCELLED;

        @Override
        public void run() {}
    }

    private final AtomicReference<Runnable> task;
    private final ExecutionContext executor;

    Timer(Runnable task, ExecutionContext executor) {
        this.task = new AtomicReference<>(task);
        this.executor = executor;
    }

    void execute() {
        var taken = take(End.EXECUTED);
        if (isTask(taken)) {
            submit(taken);
        }
    }

    /** The actor system ends: few tasks want to run then, before their time. */
    void close() {
        if (task.get() instanceof Scheduler.TaskRunOnClose
                && take(End.EXECUTED) instanceof Scheduler.TaskRunOnClose last) {
            try {
                last.run();
            } catch (RuntimeException e) {
                executor.reportFailure(e);
            }
        }
    }

    @Override
    public boolean cancel() {
        var taken = take(End.CANCELLED);
        if (taken instanceof SchedulerTask told) {
            submit(told::cancelled);
        }
        return isTask(taken);
    }

    @Override
    public boolean isCancelled() {
        return task.get() instanceof End end && end == End.CANCELLED;
    }

    private Runnable take(End instead) {
        return task.getAndUpdate(now -> isTask(now) ? instead : now);
    }

    private static boolean isTask(Runnable runnable) {
        return !(runnable instanceof End);
    }

    private void submit(Runnable runnable) {
        try {
            executor.execute(runnable);
        } catch (RuntimeException e) {
            // A dispatcher that has ended takes nothing; other timers shall go on.
            executor.reportFailure(e);
        }
    }
}
