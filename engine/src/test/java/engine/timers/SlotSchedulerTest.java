package engine.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.actor.SchedulerException;
import org.apache.pekko.actor.SchedulerTask;
import org.apache.pekko.dispatch.ExecutionContexts;
import org.apache.pekko.event.NoLogging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.concurrent.ExecutionContext;

@Timeout(20)
class SlotSchedulerTest {
    private static final Duration SLOT = Duration.ofMillis(20);

    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final SlotScheduler scheduler = new SlotScheduler(
            ConfigFactory.parseString("pekko.scheduler.tick-duration = 20ms"), NoLogging.getInstance(), this::thread);
    private final ExecutionContext here = ExecutionContexts.fromExecutor(Runnable::run);

    private Thread thread(Runnable runnable) {
        thread.set(Thread.ofPlatform().daemon().unstarted(runnable));
        return thread.get();
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    private CompletableFuture<Duration> after(Duration delay) {
        var start = System.nanoTime();
        var done = new CompletableFuture<Duration>();
        scheduler.scheduleOnce(delay, () -> done.complete(Duration.ofNanos(System.nanoTime() - start)), here);
        return done;
    }

    @Test
    void noTimerIsEarlyAndALaterOneHoldsUpNone() {
        var last = after(Duration.ofHours(1));
        var delays = List.of(300, 1, 19, 20, 21, 100);
        var times =
                delays.stream().map(millis -> after(Duration.ofMillis(millis))).toList();
        for (var i = 0; i < delays.size(); i++) {
            assertThat(times.get(i).join()).isGreaterThanOrEqualTo(Duration.ofMillis(delays.get(i)));
        }
        assertThat(last).isNotDone();
    }

    @Test
    void withoutADelayATaskRunsAtOnceAndCannotBeCancelled() {
        var ran = new AtomicInteger();
        var timer = scheduler.scheduleOnce(Duration.ZERO, ran::incrementAndGet, here);
        assertThat(ran).hasValue(1);
        assertThat(timer.cancel()).isFalse();
        assertThat(timer.isCancelled()).isFalse();
    }

    @Test
    void whatIsCancelledDoesNotRun() {
        var ran = new AtomicInteger();
        var timer = scheduler.scheduleOnce(SLOT, ran::incrementAndGet, here);
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        assertThat(timer.isCancelled()).isTrue();
        after(SLOT.multipliedBy(3)).join();
        assertThat(ran).hasValue(0);
    }

    @Test
    void aTaskThatWantsToKnowIsToldOfItsEnd() {
        var told = new AtomicInteger();
        scheduler.scheduleOnce(SLOT, new Told(told), here).cancel();
        assertThat(told).hasValue(1);
        scheduler.scheduleAtFixedRate(SLOT, SLOT, new Told(told), here).cancel();
        assertThat(told).hasValue(2);
    }

    private record Told(AtomicInteger count) implements SchedulerTask {
        @Override
        public void run() {}

        @Override
        public void cancelled() {
            count.incrementAndGet();
        }
    }

    /** Each run is late by up to 15 ms: added up that would be 300. */
    @Test
    void aRateIsKeptAndEndsWhenItIsCancelled() throws InterruptedException {
        var runs = new CountDownLatch(20);
        var start = System.nanoTime();
        var period = Duration.ofMillis(45);
        var repeated = scheduler.scheduleAtFixedRate(period, period, runs::countDown, here);
        runs.await();
        var took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took)
                .isBetween(period.multipliedBy(20), period.multipliedBy(20).plusMillis(200));
        assertThat(repeated.isCancelled()).isFalse();
        assertThat(repeated.cancel()).isTrue();
        assertThat(repeated.cancel()).isFalse();
        assertThat(repeated.isCancelled()).isTrue();
    }

    @Test
    void aRepeatedTaskMayCancelItself() {
        var ran = new AtomicInteger();
        var own = new CompletableFuture<Cancellable>();
        own.complete(scheduler.scheduleAtFixedRate(
                SLOT,
                SLOT,
                () -> {
                    ran.incrementAndGet();
                    own.join().cancel();
                },
                here));
        after(SLOT.multipliedBy(5)).join();
        assertThat(ran).hasValue(1);
    }

    @Test
    void aDelayIsKeptBetweenRuns() throws InterruptedException {
        var runs = new CountDownLatch(5);
        var start = System.nanoTime();
        var repeated = scheduler.scheduleWithFixedDelay(SLOT, SLOT, runs::countDown, here);
        runs.await();
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(SLOT.multipliedBy(5).toNanos());
        repeated.cancel();
    }

    @Test
    void aTaskThatFailsOrCannotRunHoldsUpNoOther() {
        ExecutionContext ended = ExecutionContexts.fromExecutor(_ -> {
            throw new IllegalStateException("ended");
        });
        scheduler.scheduleOnce(SLOT, () -> {}, ended);
        assertThat(after(SLOT.multipliedBy(2))).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatIsFarAheadDoesNotHoldUpWhatIsNear() {
        after(SLOT).join();
        while (thread.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        var _ = after(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(after(SLOT)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whenItIsClosedOnlyWhatAskedForItRuns() throws InterruptedException {
        var ran = new ArrayList<String>();
        scheduler.scheduleOnce(Duration.ofHours(1), () -> ran.add("other"), here);
        scheduler.scheduleOnce(Duration.ofHours(1), (Scheduler.TaskRunOnClose) () -> ran.add("last"), here);
        scheduler.close();
        thread.get().join();
        assertThat(ran).containsExactly("last");
        assertThatThrownBy(() -> scheduler.scheduleOnce(SLOT, () -> {}, here))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(SchedulerException.class);
        assertThatThrownBy(() -> scheduler.scheduleAtFixedRate(SLOT, SLOT, () -> {}, here))
                .isInstanceOf(SchedulerException.class);
    }

    @Test
    void aPeriodOfNothingIsRefused() {
        assertThatThrownBy(() -> scheduler.scheduleAtFixedRate(SLOT, Duration.ZERO, () -> {}, here))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(scheduler.maxFrequency()).isEqualTo(1.0 / 0.02);
    }
}
