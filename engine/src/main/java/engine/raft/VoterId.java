package engine.raft;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who takes part in the log: a random id that lies beside the log, so that a wiped disk is another voter, and the id of the node
 * to whom it belongs, so that everybody knows whose voter it is. Its text, {@code <random>@<node id>}, is what the log knows.
 */
public record VoterId(String random, String node) {
    private static final Pattern PART = Pattern.compile("[0-9a-zA-Z._-]{1,64}");

    public VoterId {
        if (!PART.matcher(random).matches() || !PART.matcher(node).matches()) {
            throw new IllegalArgumentException("not the id of a voter: " + random + "@" + node);
        }
    }

    /** A new one for a node. */
    static VoterId make(String node) {
        return new VoterId(UUID.randomUUID().toString(), node);
    }

    /** @throws IllegalArgumentException when the text is none */
    public static VoterId of(String text) {
        var at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not the id of a voter: " + text);
        }
        return new VoterId(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return random + "@" + node;
    }
}
