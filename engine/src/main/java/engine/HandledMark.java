package engine;

import engine.events.KeyedEvents;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * What a node's disk says beside the id of an event that it has handled: nothing, or the key against duplicates for which it has run
 * triggers. Neither a key nor a name has a line break.
 */
record HandledMark(String key, String name, Instant firedAt) {
    private static final int LINES = 3;

    /** For an event of which triggers run; nothing for any other. */
    static String text(Value.Event event, boolean runs) {
        return runs && !event.key().isEmpty()
                ? String.join("\n", event.key(), Long.toString(event.firedAt().toEpochMilli()), event.name())
                : "";
    }

    /** What {@link #text} wrote, where that is not nothing. */
    private static Optional<HandledMark> read(String text) {
        var lines = List.of(text.split("\n", -1));
        try {
            return lines.size() == LINES
                    ? Optional.of(new HandledMark(
                            lines.get(0), lines.get(2), Instant.ofEpochMilli(Long.parseLong(lines.get(1)))))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Takes note of what is written for an event. */
    static void note(String id, String text, KeyedEvents keys) {
        read(text).ifPresent(mark -> keys.add(id, mark.name, mark.key, mark.firedAt));
    }

    /** The same of what a restart finds. */
    static void note(String id, Value value, KeyedEvents keys) {
        if (value instanceof Value.Kv kv && !kv.bytes().equals(ByteString.emptyByteString())) {
            note(id, kv.bytes().utf8String(), keys);
        }
    }
}
