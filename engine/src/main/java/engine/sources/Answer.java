package engine.sources;

/**
 * An answer of the HTTP API.
 *
 * @param index under which the next question waits for news; empty where there is none
 * @param knownLeader whether the server that answered belongs to a majority
 */
public record Answer(int status, String index, boolean knownLeader, String body) {
    private static final int SENTENCE = 300;

    /** The body, if all is well. */
    String expectOk() {
        if (status != 200) {
            throw new IllegalStateException(sentence());
        }
        return body;
    }

    /** What an answer that is an error says. */
    String sentence() {
        var text = body.strip();
        return text.isEmpty() ? "the answer was " + status : text.substring(0, Math.min(SENTENCE, text.length()));
    }

    /** The index to go on with: a server that was started anew, and another one, counts otherwise. */
    String indexAfter(String before) {
        return !before.isEmpty() && !index.isEmpty() && Long.compareUnsigned(number(index), number(before)) < 0
                ? ""
                : index;
    }

    private static long number(String text) {
        return Long.parseUnsignedLong(text);
    }
}
