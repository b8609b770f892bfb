package engine;

import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;

/** Records of the state with what a test cares about. */
final class Records {
    private Records() {}

    static Value.Node node(String name, String address) {
        return new Value.Node("", name, address, null, null);
    }

    static Value.Service service(String node, String id, String name, String... tags) {
        return new Value.Service(node, id, name, List.of(tags), "", Map.of(), Map.of(), 80, 10, 3, false);
    }

    static Value.Check check(String node, String id, String status, Value.Service service) {
        return new Value.Check(
                node, id, id, status, "", "output of " + id, service.id(), service.name(), service.tags(), "ttl");
    }

    static Value.Check nodeCheck(String node, String id, String status) {
        return new Value.Check(node, id, id, status, "", "output of " + id, "", "", List.of(), "ttl");
    }

    static Value.Kv kv(String text) {
        return new Value.Kv(ByteString.fromString(text), 0);
    }

    static Value.Event event(String id, String name, long lamportTime) {
        return new Value.Event(id, name, ByteString.emptyByteString(), "", "", "", lamportTime, Instant.EPOCH, "n");
    }

    static Value.Run run(String eventId, String node, String trigger, boolean ended) {
        return new Value.Run(
                eventId,
                node,
                trigger,
                ended ? "succeeded" : "running",
                ended,
                ended ? OptionalInt.of(0) : OptionalInt.empty(),
                "",
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
