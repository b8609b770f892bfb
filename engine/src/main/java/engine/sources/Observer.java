package engine.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a trigger waits for, as far as it is known: decides what is news. Immutable; pure. */
interface Observer {
    /** What a question that waits for news has in its query. */
    String WAIT = "&wait=60s";

    /**
     * What follows from a look.
     *
     * @param warning what is to be told to people; empty for nothing
     */
    record Step(Observer next, List<Sighting> sightings, String warning) {
        public Step {
            sightings = List.copyOf(sightings);
        }

        static Step of(Observer next, List<Sighting> sightings) {
            return new Step(next, sightings, "");
        }
    }

    /** Path and query of the request that tells what is new; empty where the clock alone does. */
    default Optional<String> question() {
        return Optional.empty();
    }

    /**
     * An answer to the question has come.
     *
     * @throws IllegalStateException with a sentence when it is none
     */
    default Step saw(Answer answer, Instant now) {
        return Step.of(this, List.of());
    }

    /** How long to wait before a question that does not wait for news itself. */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** When the clock alone may make something news; empty for never. */
    default Optional<Instant> due() {
        return Optional.empty();
    }

    /** The clock shows an instant. */
    default Step at(Instant now) {
        return Step.of(this, List.of());
    }

    /** With what {@link #position} gave before a restart. */
    default Observer goingOn(String position) {
        return this;
    }

    /** What is to be kept for a restart; empty for nothing. */
    default String position() {
        return "";
    }
}
