package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a trigger's script writes when it begins: the id of the event, as a line of a file of its node. */
final class Notes {
    private Notes() {}

    /**
     * Has a node that does not run yet take a note of each event of a name.
     *
     * @param queue as the trigger's
     * @param more what the script does after it, as a line for the shell; may be empty
     */
    static void take(Node node, String event, String queue, String more) {
        var note = "echo $ENGINE_EVENT_ID >> " + file(node);
        var script = more.isEmpty() ? note : note + "; " + more;
        node.configure("notes.json", "{\"trigger\": {\"note\": {\"on\": {\"event\": \"" + event + "\"}, \"queue\": \"" + queue
                + "\", \"run\": [\"/bin/sh\", \"-c\", " + Json.quoted(script) + "]}}}");
    }

    private static Path file(Node node) {
        return node.home().resolve("notes");
    }

    /** All lines that are whole, in their order. */
    static List<String> of(Node node) {
        try {
            if (!Files.exists(file(node))) {
                return List.of();
            }
            var text = Files.readString(file(node));
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
