package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.Triggers;
import engine.state.Bucket;
import engine.state.Buckets;
import engine.state.EventView;
import engine.state.Key;
import engine.state.Op;
import engine.state.Store;
import engine.state.Value;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class EventDeliveryResumeTest {
    private static final Instant THEN = Instant.ofEpochSecond(1_000);
    private static final Instant NOW = Instant.ofEpochSecond(2_000);

    private final TestInbox<Triggers.Command> triggers = TestInbox.create();
    private final LamportClock lamport = new LamportClock();
    private final Set<String> elsewhere = new HashSet<>();

    private record Here(String name, List<Service> services) implements LocalNode {}

    private List<Op> resumed(Value... values) {
        var bucket = Bucket.EMPTY;
        for (var value : values) {
            bucket = Buckets.put(bucket, key(value), value);
        }
        EventView known = Store.publishedFrom(1, List.of(bucket)).current().events();
        return new EventDelivery(triggers.getRef(), lamport, new Here("Here", List.of()), elsewhere).resume(known, NOW);
    }

    private static Key key(Value value) {
        return switch (value) {
            case Value.Event event -> new Key.Event(event.id());
            case Value.Run run -> new Key.Run(run.eventId(), run.node(), run.trigger());
            default -> throw new IllegalArgumentException();
        };
    }

    private static Value.Event event(String id, String nodes, long lamport) {
        return new Value.Event(id, "deploy", ByteString.emptyByteString(), nodes, "", "", lamport, THEN, "Here");
    }

    private static Value.Run run(String node, String trigger, String status, boolean ended) {
        return new Value.Run(
                "e1",
                node,
                trigger,
                status,
                ended,
                OptionalInt.empty(),
                "so far",
                "",
                THEN,
                Optional.of(THEN),
                ended ? Optional.of(THEN) : Optional.empty());
    }

    @Test
    void runsThatWereCutOffAreOverAndNothingRunsAgain() {
        var ops = resumed(
                event("e1", "", 7),
                run("here", "cut", "running", false),
                run("here", "waiting", "queued", false),
                run("here", "done", "succeeded", true),
                run("there", "other", "running", false));

        assertThat(ops)
                .extracting(Op::key)
                .containsExactlyInAnyOrder(new Key.Run("e1", "here", "cut"), new Key.Run("e1", "here", "waiting"));
        assertThat(ops).allSatisfy(op -> {
            var run = (Value.Run) ((Op.Put) op).value();
            assertThat(run.status()).isEqualTo("interrupted");
            assertThat(run.ended()).isTrue();
            assertThat(run.endedAt()).contains(NOW);
            assertThat(run.reason()).isEqualTo("the agent ended during the run");
            assertThat(run.output()).isEqualTo("so far");
        });
        assertThat(triggers.hasMessages()).isFalse();
    }

    @Test
    void laterEventsComeAfterThoseThatWereKeptAndTheOnesOfOthersStayUnseen() {
        assertThat(resumed(event("e1", "", 41), event("e2", "^there$", 12))).isEmpty();
        assertThat(lamport.next()).isEqualTo(42);
        assertThat(elsewhere).containsExactly("e2");
    }
}
