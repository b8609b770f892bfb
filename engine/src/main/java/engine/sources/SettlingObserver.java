package engine.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One that takes for what was there before all that it learns until its server has heard of the others: a server that has just come
 * knows little, and learns what is old.
 *
 * @param fresh the observer, as it knows nothing
 * @param length how long that takes from when the server belongs to a majority
 * @param until empty before it does
 */
record SettlingObserver(Observer fresh, Duration length, Optional<Instant> until) implements Observer {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    static SettlingObserver of(Observer fresh, Duration length) {
        return new SettlingObserver(fresh, length, Optional.empty());
    }

    @Override
    public Optional<String> question() {
        return fresh.question();
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
        var settled = until.orElse(now.plus(length));
        return now.isBefore(settled)
                ? Step.of(new SettlingObserver(fresh, length, Optional.of(settled)), List.of())
                : Step.of(fresh.saw(answer, now).next(), List.of());
    }
}
