package engine.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One that looks when all that was there before is known: a server that has just come knows little, and learns what is old; and of an
 * agent that has come back it is not known at once that it is alive. It counts its looks, as the clock of a machine that has just
 * started may be set.
 *
 * @param first the observer that looks then: one that knows nothing, or what was seen before a restart
 * @param left looks that do not count, from when the server belongs to a majority
 */
record SettlingObserver(Observer first, int left) implements Observer {
    /** In this time after a restart all agents that are there are seen to be. */
    private static final Duration RETURN = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    static SettlingObserver of(Observer first, Duration length) {
        return new SettlingObserver(first, looks(length));
    }

    private static int looks(Duration length) {
        return Math.toIntExact(length.dividedBy(PAUSE));
    }

    @Override
    public Optional<String> question() {
        return first.question();
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        answer.expectOk();
        if (!answer.knownLeader()) {
            return Step.of(this, List.of());
        }
        return left > 0 ? Step.of(new SettlingObserver(first, left - 1), List.of()) : first.saw(answer, now);
    }

    @Override
    public Observer goingOn(String position) {
        return new SettlingObserver(first.goingOn(position), Math.max(left, looks(RETURN)));
    }

    @Override
    public String position() {
        return first.position();
    }
}
