package engine.events;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.util.ByteString;

/** For what, where and by whom something is done. */
record Occasion(Event event, String node, String trigger) {

    /** As a watch of Consul hands over a user event: in a list, as JSON, and with the index that Consul makes of its id. */
    Occasion asWatched() {
        var json =
                "[{\"ID\":%s,\"Name\":%s,\"Payload\":%s,\"NodeFilter\":%s,\"ServiceFilter\":%s,\"TagFilter\":%s,\"Version\":1,\"LTime\":%d}]\n"
                        .formatted(
                                Template.json(event.id()),
                                Template.json(event.name()),
                                event.payload().isEmpty()
                                        ? "null"
                                        : "\"" + event.payload().encodeBase64().utf8String() + "\"",
                                Template.json(event.nodeFilter()),
                                Template.json(event.serviceFilter()),
                                Template.json(event.tagFilter()),
                                event.lamportTime());
        var cause = new Cause(
                "watch of events", event.id(), Duration.ZERO, Map.of(Performer.WATCH_INDEX, index(event.id())));
        return new Occasion(
                Event.seen(
                        event.id(),
                        event.name(),
                        ByteString.fromString(json),
                        event.lamportTime(),
                        event.firedAt(),
                        event.firedBy(),
                        cause),
                node,
                trigger);
    }

    private static String index(String id) {
        var uuid = UUID.fromString(id);
        return Long.toUnsignedString(uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits());
    }
}
