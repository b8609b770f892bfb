package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Asks the same questions over and over, each on a thread of its own, until it is closed, and keeps count of the answers. */
final class DemoWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(40);

    /** A question that is asked and answered as it should be, or throws. */
    @FunctionalInterface
    interface Question {
        void ask() throws IOException;
    }

    /** How questions were answered: the longest time for one, and why the first of the wrong answers was wrong. */
    record Tally(long answers, long wrong, Duration longest, String why) {
        private static final Tally NONE = new Tally(0, 0, Duration.ZERO, "");

        private Tally and(Duration time, String fault) {
            return new Tally(
                    answers + 1,
                    wrong + (fault.isEmpty() ? 0 : 1),
                    time.compareTo(longest) > 0 ? time : longest,
                    why.isEmpty() ? fault : why);
        }

        private static Tally sum(Tally one, Tally other) {
            return new Tally(
                    one.answers + other.answers,
                    one.wrong + other.wrong,
                    one.longest.compareTo(other.longest) > 0 ? one.longest : other.longest,
                    one.why.isEmpty() ? other.why : one.why);
        }
    }

    private static final class Asker implements Runnable {
        private final Question question;
        private volatile boolean ended;
        private volatile Tally tally = Tally.NONE;

        Asker(Question question) {
            this.question = question;
        }

        @Override
        public void run() {
            while (!ended) {
                long begun = System.nanoTime();
                var fault = "";
                try {
                    question.ask();
                } catch (IOException | Failure e) {
                    fault = e.getMessage() == null ? e.toString() : e.getMessage();
                }
                tally = tally.and(Duration.ofNanos(System.nanoTime() - begun), fault);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private final List<Asker> askers;
    private final List<Thread> threads;

    DemoWatch(Stream<Question> questions) {
        askers = questions.map(Asker::new).toList();
        threads = askers.stream()
                .map(asker -> Thread.ofPlatform().name("demo watch").daemon().start(asker))
                .toList();
    }

    /** Every question has been answered so many times. */
    boolean has(long answers) {
        return askers.stream().allMatch(asker -> asker.tally.answers() >= answers);
    }

    /** Asks no more, waits for the answers to what has been asked, and sums up. */
    Tally stop() {
        close();
        return askers.stream().map(asker -> asker.tally).reduce(Tally.NONE, Tally::sum);
    }

    @Override
    public void close() {
        askers.forEach(asker -> asker.ended = true);
        try {
            for (var thread : threads) {
                thread.join(LAST_ANSWER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
