package engine.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Blocking queries. A parked one costs an object, a timer and a wait at the {@link Changes}, no thread; it is answered
 * when what it reads has another value than at its start, when its time is over, when its client has gone, or when this is closed.
 */
final class Blocking implements AutoCloseable {
    /** Runs a task once after a delay. */
    @FunctionalInterface
    interface Timers {
        Cancellable after(Duration delay, Runnable task);
    }

    private final Changes changes;
    private final Timers timers;
    private final Executor executor;
    private final Set<Parked<?>> parked = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Blocking(Changes changes, Timers timers, Executor executor) {
        this.changes = changes;
        this.timers = timers;
        this.executor = executor;
    }

    /**
     * Reads, and waits first when the request has seen this index already. An index above the topic's own waits too, as
     * long as it may be one of this node's: one above all of them comes from another node or an earlier life, and its
     * client is told the present state at once.
     */
    <T> CompletionStage<Indexed<T>> read(Wait wait, Topic topic, Supplier<Indexed<T>> read) {
        var first = read.get();
        var isNews = wait.index() == 0
                || Long.compareUnsigned(first.index(), wait.index()) > 0
                || Long.compareUnsigned(wait.index(), changes.index()) > 0;
        return isNews ? CompletableFuture.completedFuture(first) : park(wait, topic, first, read);
    }

    /** Waits until the value differs from this one, which was read before. */
    <T> CompletionStage<Indexed<T>> park(Wait wait, Topic topic, Indexed<T> first, Supplier<Indexed<T>> read) {
        if (closed) {
            return CompletableFuture.completedFuture(first);
        }
        // Where the answer is made anyway, one for all that wait on it; what is long would keep other connections from
        // theirs.
        var turns = wait.loop().filter(_ -> !LongAnswers.isLong(first.value())).orElse(executor);
        var query = new Parked<>(topic, first.value(), read, turns);
        parked.add(query);
        query.start(first.index(), wait);
        if (closed) { // closed between the look above and parking
            query.answerNow();
        }
        return query.answer;
    }

    /** Answers all that is parked with the present state; from now on nothing parks. */
    @Override
    public void close() {
        closed = true;
        parked.forEach(query -> executor.execute(query::answerNow));
    }

    /** Whether nothing waits any more. */
    boolean isClosed() {
        return closed;
    }

    /** That of the latest change of any kind. */
    long index() {
        return changes.index();
    }

    int parkedCount() {
        return parked.size();
    }

    /** Up to a sixteenth longer, so that queries parked together do not return together. */
    private static Duration jittered(Duration limit) {
        var spread = limit.toMillis() / 16;
        return spread < 1 ? limit : limit.plusMillis(ThreadLocalRandom.current().nextLong(spread));
    }

    private final class Parked<T> {
        private final Topic topic;
        private final T known;
        private final Supplier<Indexed<T>> read;
        private final Executor turns;
        private final CompletableFuture<Indexed<T>> answer = new CompletableFuture<>();
        private boolean over;
        private @Nullable Cancellable timer;
        private Changes.@Nullable Waiting waiting;
        private final Runnable cancelled = this::answerSoon;
        private Cancellation cancellation = Cancellation.NONE;

        /** @param turns runs what comes of a change */
        Parked(Topic topic, T known, Supplier<Indexed<T>> read, Executor turns) {
            this.topic = topic;
            this.known = known;
            this.read = read;
            this.turns = turns;
        }

        void start(long index, Wait wait) {
            synchronized (this) {
                cancellation = wait.cancellation();
                timer = timers.after(jittered(wait.limit()), this::answerNow);
                await(index);
            }
            wait.cancellation().then(cancelled);
            synchronized (this) {
                if (over) { // before it could be forgotten
                    wait.cancellation().forget(cancelled);
                }
            }
        }

        /** The wake may come inside the call: it only hands over. */
        private synchronized void await(long index) {
            if (!over) {
                waiting = changes.await(topic, index, this::lookSoon);
            }
        }

        private void lookSoon() {
            try {
                turns.execute(this::look);
            } catch (RejectedExecutionException _) { // the server has ended, with its connections
                release();
            }
        }

        private void look() {
            try {
                var now = read.get();
                if (now.value().equals(known)) {
                    await(now.index());
                } else {
                    finish(now);
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void answerSoon() {
            executor.execute(this::answerNow);
        }

        private void answerNow() {
            try {
                finish(read.get());
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void finish(Indexed<T> now) {
            release();
            answer.complete(now);
        }

        private void fail(RuntimeException failure) {
            release();
            answer.completeExceptionally(failure);
        }

        private void release() {
            parked.remove(this);
            Cancellable endingTimer;
            Changes.Waiting endingWait;
            Cancellation heard;
            synchronized (this) {
                over = true;
                heard = cancellation;
                endingTimer = timer;
                endingWait = waiting;
                timer = null;
                waiting = null;
            }
            heard.forget(cancelled);
            if (endingTimer != null) {
                endingTimer.cancel();
            }
            if (endingWait != null) {
                endingWait.close();
            }
        }
    }
}
