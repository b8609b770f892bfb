package engine;

import engine.events.EventRequest;
import engine.events.Rollout;
import engine.events.RolloutNode;
import engine.events.RolloutOrder;
import engine.events.RolloutRecord;
import engine.events.RolloutSpec;
import engine.events.RolloutStatus;
import engine.events.RolloutStep;
import engine.events.Share;
import engine.state.WireReader;
import engine.state.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/** The binary form of rollouts. What later versions add comes at the end, and is not read by this one. */
final class RolloutCodec {
    /** What the names of their documents begin with; the id follows. */
    static final String PREFIX = "rollout/";

    private static final int VERSION = 1;

    private RolloutCodec() {}

    static ByteString encode(RolloutRecord record) {
        var out = new WireWriter();
        out.u8(VERSION);
        event(out, record.event());
        out.text(record.firedBy());
        out.text(record.firedFrom());
        instant(out, record.startedAt());
        instant(out, record.changedAt());
        var rollout = record.rollout();
        out.text(rollout.id());
        spec(out, rollout.spec());
        out.text(rollout.status().name());
        out.bool(rollout.promoted());
        out.varint(rollout.nodes().size());
        rollout.nodes().forEach(node -> node(out, node));
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    /** @throws IllegalArgumentException with the offset for what is no rollout */
    static RolloutRecord decode(ByteString bytes) {
        var in = new WireReader(bytes.toArrayUnsafe());
        if (in.u8() != VERSION) {
            throw in.corrupt("a rollout of a form that this version does not know");
        }
        var event = event(in);
        var by = in.text();
        var from = in.text();
        var started = instant(in);
        var changed = instant(in);
        var rollout = new Rollout(in.text(), spec(in), constant(in, RolloutStatus.values()), in.bool(), nodes(in));
        return new RolloutRecord(rollout, event, by, from, started, changed);
    }

    private static void event(WireWriter out, EventRequest event) {
        Consumer<String> text = out::text;
        out.text(event.name());
        out.raw(event.payload());
        out.text(event.nodeFilter());
        out.text(event.serviceFilter());
        out.text(event.tagFilter());
        out.map(event.metaFilters(), text);
        duration(out, event.ttl());
    }

    private static EventRequest event(WireReader in) {
        Supplier<String> text = in::text;
        return new EventRequest(in.text(), in.raw(), in.text(), in.text(), in.text(), in.map(text), duration(in));
    }

    private static void spec(WireWriter out, RolloutSpec spec) {
        switch (spec.order()) {
            case RolloutOrder.ByName _ -> out.u8(0);
            case RolloutOrder.Spread(var key) -> {
                out.u8(1);
                out.text(key);
            }
            case RolloutOrder.AsGiven _ -> out.u8(3);
            case RolloutOrder.Shuffled(var seed) -> {
                out.u8(2);
                out.fixed64(seed);
            }
        }
        out.text(spec.maxParallel().toString());
        out.text(spec.batch().map(Share::toString).orElse(""));
        out.varint(spec.maxFailures());
        out.varint(spec.canary());
        out.bool(spec.pause());
        duration(out, spec.timeout());
        out.bool(spec.untilHealthy().isPresent());
        duration(out, spec.untilHealthy().orElse(Duration.ZERO));
        duration(out, spec.healthyFor());
    }

    private static RolloutSpec spec(WireReader in) {
        var order = switch (in.u8()) {
            case 0 -> new RolloutOrder.ByName();
            case 1 -> new RolloutOrder.Spread(in.text());
            case 2 -> new RolloutOrder.Shuffled(in.fixed64());
            case 3 -> new RolloutOrder.AsGiven();
            default -> throw in.corrupt("an order that this version does not know");
        };
        var parallel = Share.parse(in.text());
        var batch = in.text();
        return new RolloutSpec(
                order,
                parallel,
                batch.isEmpty() ? Optional.empty() : Optional.of(Share.parse(batch)),
                in.int32(),
                in.int32(),
                in.bool(),
                duration(in),
                present(in.bool(), duration(in)),
                duration(in));
    }

    private static Optional<Duration> present(boolean present, Duration duration) {
        return present ? Optional.of(duration) : Optional.empty();
    }

    private static void node(WireWriter out, RolloutNode node) {
        out.text(node.name());
        out.varint(node.attempt());
        out.text(node.eventId());
        switch (node.step()) {
            case RolloutStep.Waiting() -> out.u8(0);
            case RolloutStep.Absent(var since) -> step(out, 1, since);
            case RolloutStep.Running(var since) -> step(out, 2, since);
            case RolloutStep.AwaitingHealth(var since) -> step(out, 3, since);
            case RolloutStep.Succeeded(var at) -> step(out, 4, at);
            case RolloutStep.Failed(var reason, var at) -> {
                step(out, 5, at);
                out.text(reason);
            }
            case RolloutStep.Skipped(var reason) -> {
                out.u8(6);
                out.text(reason);
            }
        }
    }

    private static void step(WireWriter out, int kind, Instant since) {
        out.u8(kind);
        instant(out, since);
    }

    private static List<RolloutNode> nodes(WireReader in) {
        var count = in.count();
        var nodes = new ArrayList<RolloutNode>();
        for (int i = 0; i < count; i++) {
            nodes.add(new RolloutNode(in.text(), in.int32(), in.text(), step(in)));
        }
        return nodes;
    }

    private static RolloutStep step(WireReader in) {
        return switch (in.u8()) {
            case 0 -> new RolloutStep.Waiting();
            case 1 -> new RolloutStep.Absent(instant(in));
            case 2 -> new RolloutStep.Running(instant(in));
            case 3 -> new RolloutStep.AwaitingHealth(instant(in));
            case 4 -> new RolloutStep.Succeeded(instant(in));
            case 5 -> failed(instant(in), in.text());
            case 6 -> new RolloutStep.Skipped(in.text());
            default -> throw in.corrupt("a step that this version does not know");
        };
    }

    private static RolloutStep failed(Instant at, String reason) {
        return new RolloutStep.Failed(reason, at);
    }

    private static void duration(WireWriter out, Duration duration) {
        out.varint(duration.getSeconds());
        out.varint(duration.getNano());
    }

    private static Duration duration(WireReader in) {
        return Duration.ofSeconds(in.varint(), in.int32());
    }

    private static void instant(WireWriter out, Instant instant) {
        out.varint(instant.getEpochSecond());
        out.varint(instant.getNano());
    }

    private static Instant instant(WireReader in) {
        return Instant.ofEpochSecond(in.varint(), in.int32());
    }

    private static <T extends Enum<T>> T constant(WireReader in, T[] values) {
        var name = in.text();
        for (var value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw in.corrupt("a constant that this version does not know");
    }
}
