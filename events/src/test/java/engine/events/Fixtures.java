package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    static LocalNode.Service service(String name, String... tags) {
        return new LocalNode.Service(name, List.of(tags));
    }
}
