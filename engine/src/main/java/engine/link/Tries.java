package engine.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tries to find a server that have failed since there was one: why, how many, and how long to wait for the next. */
final class Tries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int SHOWN = 5;

    private final int max;
    private final Backoff backoff;
    private final RandomGenerator random;
    private List<String> faults = new ArrayList<>();
    private int failed;
    private boolean succeeded;

    /** @param max tries until the first that succeeds; 0 for any number */
    Tries(Duration longestPause, int max, RandomGenerator random) {
        this.max = max;
        this.backoff = new Backoff(FIRST_PAUSE, longestPause);
        this.random = random;
    }

    /** A try begins, in which these could not be used. */
    void begin(List<String> already) {
        faults = new ArrayList<>(already);
    }

    /** One more could not be used. */
    void fault(String sentence) {
        faults.add(sentence);
    }

    /** A server has everything. */
    void succeed() {
        succeeded = true;
    }

    /** The server has been there for some time: what failed before is forgotten. */
    void steady() {
        failed = 0;
    }

    /** The try has failed; the answer is what to say where it was the last. */
    Optional<String> fail() {
        failed++;
        return !succeeded && max > 0 && failed >= max
                ? Optional.of("no server was found in %d tries, as many as retry-max allows: %s"
                        .formatted(failed, sentence()))
                : Optional.empty();
    }

    Duration pause() {
        return backoff.after(failed, random);
    }

    /** Why no server could be used. */
    String sentence() {
        return faults.isEmpty()
                ? "there is no address of a server to ask: set retry-join"
                : String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size())));
    }
}
