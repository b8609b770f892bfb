package engine.raft;

import com.alipay.sofa.jraft.core.Scheduler;
import com.alipay.sofa.jraft.util.NamedThreadFactory;
import com.alipay.sofa.jraft.util.SPI;
import com.alipay.sofa.jraft.util.timer.RaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of JRaft on two threads of the process. Its own would be four wheels that tick every millisecond, and a pool with three
 * threads for each processor. JRaft makes it by its name.
 */
@SPI(priority = 100)
public final class RaftTimers implements RaftTimerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(RaftTimers.class);
    /** What it runs may wait for the disk: then the other one goes on. */
    private static final ScheduledThreadPoolExecutor THREADS = threads();

    /** JRaft calls it. */
    public RaftTimers() {}

    private static ScheduledThreadPoolExecutor threads() {
        var threads = new ScheduledThreadPoolExecutor(2, new NamedThreadFactory("raft-timer-", true));
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }

    /** Runs something once; what it throws is logged. */
    static ScheduledFuture<?> once(Runnable task, long millis) {
        return THREADS.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs something again and again, that long after the time before. */
    static ScheduledFuture<?> repeated(Runnable task, long millis) {
        return THREADS.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Of a periodic task that throws the executor would say nothing, and never run it again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a timer of the log failed", e);
            }
        };
    }

    @Override
    public Timer getElectionTimer(boolean shared, String name) {
        return createTimer(name);
    }

    @Override
    public Timer getVoteTimer(boolean shared, String name) {
        return createTimer(name);
    }

    @Override
    public Timer getStepDownTimer(boolean shared, String name) {
        return createTimer(name);
    }

    @Override
    public Timer getSnapshotTimer(boolean shared, String name) {
        return createTimer(name);
    }

    @Override
    public Scheduler getRaftScheduler(boolean shared, int workers, String name) {
        return createScheduler(workers, name);
    }

    @Override
    public Timer createTimer(String name) {
        return new OnThreads();
    }

    @Override
    public Scheduler createScheduler(int workers, String name) {
        return new Scheduled();
    }

    private static final class OnThreads implements Timer {
        private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
        private volatile boolean stopped;

        @Override
        public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
            if (stopped) {
                throw new IllegalStateException("the timer has been stopped");
            }
            var timeout = new Waiting(this, task);
            waiting.add(timeout);
            timeout.future = THREADS.schedule(timeout, delay, unit);
            return timeout;
        }

        @Override
        public Set<Timeout> stop() {
            stopped = true;
            waiting.forEach(Waiting::cancel);
            return Set.of();
        }
    }

    private static final class Waiting implements Timeout, Runnable {
        private final OnThreads timer;
        private final TimerTask task;
        private volatile boolean begun;
        private volatile boolean cancelled;
        private volatile @Nullable ScheduledFuture<?> future;

        Waiting(OnThreads timer, TimerTask task) {
            this.timer = timer;
            this.task = task;
        }

        @Override
        public void run() {
            begun = true;
            timer.waiting.remove(this);
            if (cancelled) {
                return;
            }
            try {
                task.run(this);
            } catch (Exception e) {
                LOG.error("a timer of the log failed", e);
            }
        }

        @Override
        public Timer timer() {
            return timer;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return begun;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            cancelled = true;
            timer.waiting.remove(this);
            var scheduled = future;
            return scheduled != null && scheduled.cancel(false);
        }
    }

    private static final class Scheduled implements Scheduler {
        private volatile boolean ended;

        private void check() {
            if (ended) {
                throw new RejectedExecutionException("the log has ended");
            }
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            check();
            return THREADS.schedule(guarded(command), delay, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
            check();
            return THREADS.scheduleAtFixedRate(guarded(command), first, period, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            check();
            return THREADS.scheduleWithFixedDelay(guarded(command), first, delay, unit);
        }

        @Override
        public void shutdown() {
            ended = true;
        }
    }
}
