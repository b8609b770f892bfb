package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.EventIds;
import engine.link.FromAgent;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** An agent that comes back gets what it lacks, whatever the order in which servers heard of it. */
final class MissedEventsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SEEN = 200;

    private final Pictures pictures = new Pictures();
    private final EventIds ids = EventIds.of(() -> START.plusSeconds(1));
    private final List<Value.Event> seen = new ArrayList<>();

    /** The agent has seen many, and given its receipt for each. */
    private void see() {
        for (var i = 0; i < SEEN; i++) {
            var event = fire(100 + i, "");
            seen.add(event);
            pictures.put(new Key.Receipt(event.id(), "c3"), new Value.Receipt(event.id(), "c3", 1, ""));
        }
    }

    private Value.Event fire(long lamport, String from) {
        return fire(ids.next(), lamport, from);
    }

    private Value.Event fire(String id, long lamport, String from) {
        var event = Records.event(id, "deploy", lamport);
        var whole = new Value.Event(
                event.id(),
                event.name(),
                ByteString.emptyByteString(),
                "",
                "",
                "",
                lamport,
                START,
                "s3",
                false,
                Map.of(),
                0,
                from,
                0,
                null,
                "",
                0);
        pictures.put(new Key.Event(id), whole);
        return whole;
    }

    private List<Value.Event> missed(Instant since, String lastEvent) {
        return MissedEvents.of(
                pictures.published().current().events(),
                new FromAgent.Hello("C3", "id", "10.0.0.9", 8301, "1", "dc1", since.toEpochMilli(), lastEvent));
    }

    @Test
    void anEventThatCameLateToTheServersIsTold() {
        see();
        var late = fire(1, "");
        assertThat(missed(START, seen.getLast().id())).first().isEqualTo(late);
    }

    @Test
    void whatAnAgentHasItsReceiptForIsNotToldButForTheLastOnes() {
        see();
        assertThat(missed(START, seen.getLast().id()))
                .hasSize(51)
                .isSubsetOf(seen)
                .doesNotContain(seen.getFirst());
    }

    @Test
    void allOfALongAbsenceIsToldInTheOrderOfTheLog() {
        see();
        var last = seen.getLast().id();
        var away = new ArrayList<Value.Event>();
        for (var i = 0; i < 1_500; i++) {
            away.add(fire(1_000 + i, ""));
        }
        assertThat(missed(START, last)).endsWith(away.toArray(Value.Event[]::new));
    }

    @Test
    void whatAnAgentNeverOwedIsNotTold() {
        fire(1, "rollout 1");
        see();
        assertThat(missed(START, seen.getLast().id())).hasSize(51);
    }

    @Test
    void eventsFromBeforeTheAgentAreNotTold() {
        fire(1, "");
        see();
        assertThat(missed(START.plusSeconds(2), seen.getLast().id())).hasSize(51);
    }

    @Test
    void anAgentThatDoesNotSayWhatItKnowsIsToldTheLastThousand() {
        for (var i = 0; i < 1_200; i++) {
            fire(1 + i, "");
        }
        assertThat(missed(START.plusSeconds(2), "")).hasSize(1_000);
        assertThat(missed(START, "")).hasSize(1_200);
    }
}
