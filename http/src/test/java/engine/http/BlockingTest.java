package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.junit.jupiter.api.Test;

/** With timers and an executor that the test turns itself. */
class BlockingTest {
    private static final Topic TOPIC = new Topic.Key("k");

    private final Fakes changes = new Fakes();
    private final List<Timer> timers = new ArrayList<>();
    private final AtomicReference<Indexed<String>> state = new AtomicReference<>(new Indexed<>(10, "a"));
    private final Blocking blocking = new Blocking(changes, this::after, Runnable::run);

    private static final class Timer implements Cancellable {
        final Duration delay;
        final Runnable task;
        boolean cancelled;

        Timer(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        @Override
        public boolean cancel() {
            cancelled = true;
            return true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private Cancellable after(Duration delay, Runnable task) {
        var timer = new Timer(delay, task);
        timers.add(timer);
        return timer;
    }

    private CompletableFuture<Indexed<String>> read(long index) {
        return blocking.read(new Wait(index, Duration.ofSeconds(160)), TOPIC, state::get)
                .toCompletableFuture();
    }

    private void becomes(String value) {
        state.set(new Indexed<>(changes.index.get() + 1, value));
        changes.change(TOPIC);
    }

    @Test
    void anIndexThatThisNodeHasNotReachedIsAnsweredAtOnce() {
        assertThat(read(changes.index.get() + 1)).isCompleted();
        assertThat(read(-1)).describedAs("2^64 - 1").isCompleted();
        assertThat(read(changes.index.get())).isNotDone();
    }

    @Test
    void aQueryIsLookedAtOnTheThreadOfItsConnectionUnlessItIsLong() {
        var loop = new ArrayList<Runnable>();
        var wait = new Wait(10, Duration.ofSeconds(160), Cancellation.NONE, Optional.of(loop::add));
        var query = blocking.read(wait, TOPIC, state::get).toCompletableFuture();
        var whole = new AtomicReference<>(new Indexed<>(10, Collections.nCopies(LongAnswers.RECORDS, "a")));
        var longQuery = blocking.read(wait, TOPIC, whole::get).toCompletableFuture();
        whole.set(new Indexed<>(11, List.of("b")));
        becomes("b");
        assertThat(longQuery).describedAs("on the pool").isCompletedWithValue(new Indexed<>(11, List.of("b")));
        assertThat(query).isNotDone();
        loop.forEach(Runnable::run);
        assertThat(query).isCompletedWithValue(state.get());
        assertThat(blocking.parkedCount()).isZero();
    }

    @Test
    void aQueryOfAConnectionWhoseThreadHasEndedIsForgotten() {
        Executor ended = _ -> {
            throw new RejectedExecutionException();
        };
        blocking.read(new Wait(10, Duration.ofSeconds(160), Cancellation.NONE, Optional.of(ended)), TOPIC, state::get);
        var other = read(10);
        becomes("b");
        assertThat(other).isCompleted();
        assertThat(blocking.parkedCount()).isZero();
    }

    @Test
    void aQueryWhoseClientHasGoneIsOver() {
        var client = new Cancellation();
        var query = blocking.read(new Wait(10, Duration.ofSeconds(160), client), TOPIC, state::get);
        assertThat(query.toCompletableFuture()).isNotDone();
        client.cancel();
        assertThat(query.toCompletableFuture()).isCompletedWithValue(new Indexed<>(10, "a"));
        nothingIsLeft();
    }

    @Test
    void aQueryOfAClientThatWasGoneBeforeDoesNotWait() {
        var client = new Cancellation();
        client.cancel();
        assertThat(blocking.read(new Wait(10, Duration.ofSeconds(160), client), TOPIC, state::get)
                        .toCompletableFuture())
                .isCompleted();
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(blocking.parkedCount()).isZero();
        assertThat(changes.waiting()).isZero();
        assertThat(timers).allMatch(Timer::isCancelled);
    }

    @Test
    void anOlderIndexOrNoneIsAnsweredAtOnce() {
        assertThat(read(0)).isCompletedWithValue(new Indexed<>(10, "a"));
        assertThat(read(9)).isCompletedWithValue(new Indexed<>(10, "a"));
        assertThat(timers).isEmpty();
    }

    @Test
    void aChangeWakesTheQueryAndCancelsItsTimer() {
        var query = read(10);
        assertThat(query).isNotDone();
        changes.change(new Topic.Key("other"));
        assertThat(query).isNotDone();
        becomes("b");
        assertThat(query.join().value()).isEqualTo("b");
        nothingIsLeft();
    }

    @Test
    void anEqualResultStaysParked() {
        var query = read(10);
        becomes("a");
        becomes("a");
        assertThat(query).isNotDone();
        assertThat(changes.waiting()).isEqualTo(1);
        becomes("c");
        assertThat(query.join().value()).isEqualTo("c");
        nothingIsLeft();
    }

    @Test
    void theTimeoutAnswersWithWhatThereIsAndGivesUpTheWait() {
        var query = read(10);
        timers.getFirst().task.run();
        assertThat(query).isCompletedWithValue(new Indexed<>(10, "a"));
        nothingIsLeft();
    }

    @Test
    void theWaitIsLongerByUpToASixteenth() {
        for (var i = 0; i < 200; i++) {
            read(10);
        }
        assertThat(timers)
                .allSatisfy(t -> assertThat(t.delay).isBetween(Duration.ofSeconds(160), Duration.ofSeconds(170)));
        assertThat(timers.stream().map(t -> t.delay).distinct().count()).isGreaterThan(50);
    }

    @Test
    void closingAnswersAllAndParksNoMore() {
        var first = read(10);
        var second = read(10);
        blocking.close();
        assertThat(first).isCompletedWithValue(new Indexed<>(10, "a"));
        assertThat(second).isDone();
        assertThat(read(10)).isDone();
        nothingIsLeft();
    }

    @Test
    void aChangeBetweenReadAndWaitIsNotMissed() {
        changes.change(TOPIC); // the topic is ahead of what will be read
        var reads = new ArrayList<>(List.of(new Indexed<>(10, "a"), new Indexed<>(101, "b")));
        var query = blocking.read(new Wait(10, Duration.ofSeconds(1)), TOPIC, reads::removeFirst);
        assertThat(query.toCompletableFuture()).isCompletedWithValue(new Indexed<>(101, "b"));
        nothingIsLeft();
    }

    @Test
    void aReadThatFailsFailsTheQuery() {
        var reads = new ArrayList<>(List.of(new Indexed<>(10, "a")));
        var query = blocking.read(new Wait(10, Duration.ofSeconds(1)), TOPIC, reads::removeFirst);
        changes.change(TOPIC);
        assertThat(query.toCompletableFuture()).isCompletedExceptionally();
        nothingIsLeft();
    }
}
