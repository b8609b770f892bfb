package engine.link;

import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;

/** Entries as agents write them. */
final class Entries {

    private Entries() {}

    static Op.Put node(String name) {
        return new Op.Put(new Key.Node(name), new Value.Node("id-" + name, name, "127.0.0.1", null, null));
    }

    static Op.Put service(String node, String id) {
        return new Op.Put(
                new Key.Service(node, id),
                new Value.Service(node, id, id, List.of("a"), "", Map.of(), null, 80, 1, 1, false));
    }

    static Op.Put check(String node, String id, String output) {
        return new Op.Put(
                new Key.Check(node, id),
                new Value.Check(node, id, id, "passing", "", output, "", "", List.of(), "ttl"));
    }

    static Op.Put receipt(String node, String event) {
        return new Op.Put(new Key.Receipt(event, node), new Value.Receipt(event, node, 1, ""));
    }

    static Op.Put run(String node, String event, String status) {
        return new Op.Put(
                new Key.Run(event, node, "deploy"),
                new Value.Run(
                        event,
                        node,
                        "deploy",
                        status,
                        false,
                        OptionalInt.empty(),
                        "",
                        "",
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty()));
    }

    static Value.Event event(String id, int payload) {
        return new Value.Event(
                id, "deploy", ByteString.fromArrayUnsafe(new byte[payload]), "", "", "", 1, Instant.EPOCH, "somebody");
    }
}
