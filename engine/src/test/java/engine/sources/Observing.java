package engine.sources;

import java.time.Instant;
import java.util.List;

/** An observer as a test leads it through answers and times. */
final class Observing {
    static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

    Observer observer;
    Instant now = T0;
    private long index;

    Observing(Observer observer) {
        this.observer = observer;
    }

    List<Sighting> sees(String body) {
        return sees(new Answer(200, "" + ++index, true, body.replace('\'', '"')));
    }

    List<Sighting> sees(Answer answer) {
        var step = observer.saw(answer, now);
        observer = step.next();
        return step.sightings();
    }

    List<Sighting> passes(long seconds) {
        now = now.plusSeconds(seconds);
        var step = observer.at(now);
        observer = step.next();
        return step.sightings();
    }

    static List<String> texts(List<Sighting> sightings) {
        return sightings.stream().map(Sighting::text).toList();
    }
}
