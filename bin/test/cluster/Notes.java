package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What a trigger's script writes when it begins: a line with the time and the event, in a file of its node. */
final class Notes {
    /**
     * A line.
     *
     * @param nanos since 1970, of the clock that {@link #now} has too
     */
    record Note(long nanos, String event) {}

    private Notes() {}

    /**
     * Has a node that does not run yet take a note of each event of a name.
     *
     * @param queue as the trigger's
     * @param more what the script does after it, as a line for the shell; may be empty
     */
    static void take(Node node, String event, String queue, String more) {
        var note = "date \"+%s%N $ENGINE_EVENT_ID\" >> " + file(node);
        // One process less where nothing follows: that of the shell becomes that of date.
        var script = more.isEmpty() ? "exec " + note : note + "; " + more;
        node.configure("notes.json", "{\"trigger\": {\"note\": {\"on\": {\"event\": \"" + event + "\"}, \"queue\": \"" + queue
                + "\", \"run\": [\"/bin/sh\", \"-c\", " + Json.quoted(script) + "]}}}");
    }

    private static Path file(Node node) {
        return node.home().resolve("notes");
    }

    static long now() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** All lines that are whole, in their order. */
    static List<Note> of(Node node) {
        try {
            if (!Files.exists(file(node))) {
                return List.of();
            }
            var text = Files.readString(file(node));
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(parts -> new Note(Long.parseLong(parts[0]), parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until each of these nodes has that many. */
    static void await(List<Node> nodes, int count, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        for (var node : nodes) {
            while (of(node).size() < count) {
                if (System.nanoTime() > deadline) {
                    throw new Failure(node + " has noted " + of(node).size() + " of " + count + " events within " + within.toSeconds() + " s; "
                            + nodes.stream().map(each -> each + " " + of(each).size()).collect(Collectors.joining(", ")));
                }
                Pause.of(Duration.ofMillis(100));
            }
        }
    }
}
