package engine.kv;

/**
 * Who proposes commands, by an identity that is made once and never used again.
 *
 * @param born what {@link State#batches()} was, at the server that made it, not long before its first command. Clients that
 *     were silent for long are forgotten; by this number a command of a forgotten client is told from that of a new one.
 * @param unique no other client has it: a UUID
 */
public record ClientId(long born, String unique) {
    public ClientId {
        if (born < 0 || unique.isEmpty()) {
            throw new IllegalArgumentException("a client has a birth and a name");
        }
    }

    /** One text, for headers: the birth in decimal, a dot, the rest. */
    public String text() {
        return born + "." + unique;
    }

    /**
     * What {@link #text()} gave.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ClientId parse(String text) {
        var dot = text.indexOf('.');
        try {
            return new ClientId(Long.parseLong(text, 0, Math.max(dot, 0), 10), text.substring(dot + 1));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("a client id is a number, a dot and a name");
        }
    }
}
