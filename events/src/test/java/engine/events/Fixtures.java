package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Events and triggers of which a test says only what it is about. */
final class Fixtures {
    static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

    private Fixtures() {}

    static Event event(String id) {
        return event(id, "deploy", "", "", "");
    }

    static Event event(String id, String name, String node, String service, String tag) {
        return new Event(id, name, ByteString.fromString("1.4.2"), node, service, tag, 7, T0, "firing-node");
    }

    static Event filtered(String node, String service, String tag) {
        return event("e", "deploy", node, service, tag);
    }

    /** What a node without metadata does about an event that comes at once. */
    static Matching matching(Event event, List<Trigger> triggers, String name, List<LocalNode.Service> services) {
        var node = new LocalNode() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Service> services() {
                return services;
            }
        };
        return Matching.of(event, triggers, node, event.firedAt());
    }

    static Trigger trigger(String name) {
        return trigger(name, "deploy", Trigger.Where.ANYWHERE);
    }

    static Trigger trigger(String name, String event, Trigger.Where where) {
        return new Trigger(
                name, new Trigger.Source.UserEvent(event), where, List.of("/bin/" + name), Duration.ofMinutes(2));
    }

    static Trigger where(String name, String service, String tag, String node) {
        return trigger(name, "deploy", new Trigger.Where(service, tag, node));
    }

    /** A trigger named {@code t} that waits for deploy. */
    static Trigger doing(Action action) {
        return with(action, new QueuePolicy.Serial(), Optional.empty(), Retry.NONE, Trigger.OnCrash.REPORT);
    }

    static Trigger queueing(QueuePolicy queue) {
        return with(program(), queue, Optional.empty(), Retry.NONE, Trigger.OnCrash.REPORT);
    }

    static Trigger debounced(QueuePolicy queue, Debounce debounce) {
        return with(program(), queue, Optional.of(debounce), Retry.NONE, Trigger.OnCrash.REPORT);
    }

    static Trigger retrying(Retry retry) {
        return with(program(), new QueuePolicy.Serial(), Optional.empty(), retry, Trigger.OnCrash.REPORT);
    }

    static Trigger rerunning() {
        return with(program(), new QueuePolicy.Serial(), Optional.empty(), Retry.NONE, Trigger.OnCrash.RERUN);
    }

    private static Trigger with(
            Action action, QueuePolicy queue, Optional<Debounce> debounce, Retry retry, Trigger.OnCrash onCrash) {
        return new Trigger(
                "t",
                new Trigger.Source.UserEvent("deploy"),
                Trigger.Where.ANYWHERE,
                action,
                Duration.ofMinutes(2),
                queue,
                debounce,
                retry,
                onCrash,
                Trigger.Once.PER_NODE);
    }

    private static Action program() {
        return Action.Program.of(List.of("/bin/t"));
    }

    static LocalNode.Service service(String name, String... tags) {
        return new LocalNode.Service(name, List.of(tags));
    }
}
