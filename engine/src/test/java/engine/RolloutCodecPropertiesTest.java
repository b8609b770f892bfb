package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import engine.events.EventRequest;
import engine.events.Rollout;
import engine.events.RolloutNode;
import engine.events.RolloutOrder;
import engine.events.RolloutRecord;
import engine.events.RolloutSpec;
import engine.events.RolloutStatus;
import engine.events.RolloutStep;
import engine.events.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.util.ByteString;

class RolloutCodecPropertiesTest {

    static RolloutRecord any(long seed) {
        var random = new Random(seed);
        var at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        var steps = List.of(
                new RolloutStep.Waiting(),
                new RolloutStep.Absent(at),
                new RolloutStep.Running(at),
                new RolloutStep.AwaitingHealth(at),
                new RolloutStep.Succeeded(at),
                new RolloutStep.Failed("exit code 1 \uD83D\uDE00", at),
                new RolloutStep.Skipped("aborted"));
        var nodes = new ArrayList<RolloutNode>();
        for (int i = random.nextInt(9); i >= 0; i--) {
            nodes.add(new RolloutNode("n" + i, 1 + i, "e" + i, steps.get(random.nextInt(steps.size()))));
        }
        var orders = List.of(
                new RolloutOrder.ByName(),
                new RolloutOrder.AsGiven(),
                new RolloutOrder.Spread("zone"),
                new RolloutOrder.Shuffled(random.nextLong()));
        var spec = new RolloutSpec(
                orders.get(random.nextInt(orders.size())),
                Share.parse("25%"),
                random.nextBoolean() ? Optional.of(Share.parse("3")) : Optional.empty(),
                random.nextInt(5),
                1 + random.nextInt(5),
                random.nextBoolean(),
                Duration.ofMillis(1 + random.nextInt(1_000_000)),
                random.nextBoolean() ? Optional.of(Duration.ofSeconds(90)) : Optional.empty(),
                Duration.ofMillis(random.nextInt(9_000)));
        var statuses = RolloutStatus.values();
        var event = new EventRequest(
                "deploy",
                ByteString.fromArray(new byte[random.nextInt(99)]),
                "^web",
                "web",
                "v2",
                Map.of("zone", "a"),
                Duration.ofHours(random.nextInt(9)));
        return new RolloutRecord(
                new Rollout("id", spec, statuses[random.nextInt(statuses.length)], random.nextBoolean(), nodes),
                event,
                "s1",
                "10.0.0.1",
                at,
                at.plusNanos(1));
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll long seed) {
        assertThat(RolloutCodec.decode(RolloutCodec.encode(any(seed)))).isEqualTo(any(seed));
    }

    @Property(tries = 100)
    void whatALaterVersionAddsAtTheEndDoesNoHarm(@ForAll long seed) {
        var longer = RolloutCodec.encode(any(seed)).concat(ByteString.fromString("more"));

        assertThat(RolloutCodec.decode(longer.compact())).isEqualTo(any(seed));
    }

    @Property(tries = 300)
    void whatIsCutOffIsNoRollout(@ForAll long seed) {
        var whole = RolloutCodec.encode(any(seed));
        var cut = whole.take(new Random(seed).nextInt(whole.size()));

        assertThatIllegalArgumentException().isThrownBy(() -> RolloutCodec.decode(cut.compact()));
    }

    @Example
    void theLargestRolloutFitsIntoOneEntryOfTheLog() {
        var nodes = new ArrayList<RolloutNode>();
        for (int i = 0; i < Rollout.MAX_NODES; i++) {
            nodes.add(new RolloutNode(
                    "n%05d".formatted(i).repeat(10),
                    9,
                    "01a1fb23-17a0-7058-b195-4af3e1e2448e",
                    new RolloutStep.Failed("\uD83D\uDE00".repeat(201), Instant.now())));
        }
        var some = any(1);
        var largest =
                some.with(new Rollout("id", some.rollout().spec(), RolloutStatus.RUNNING, true, nodes), Instant.now());

        assertThat(RolloutCodec.encode(largest).size() / Rollout.MAX_NODES).isLessThan(1_100);
    }
}
