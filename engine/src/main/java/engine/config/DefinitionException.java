package engine.config;

import java.util.List;

/** A definition of a service, check, trigger or catalog entry that cannot be used; the sentence says why. */
public final class DefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> path;
    private final boolean malformed;

    DefinitionException(List<Object> path, boolean malformed, String sentence) {
        super(sentence);
        this.path = List.copyOf(path);
        this.malformed = malformed;
    }

    /**
     * Whether the body has the wrong shape (a text where a number belongs, a duration without a unit), as opposed to values
     * that are not allowed: Consul answers the one with 400 everywhere, the other with 400 or 500.
     */
    public boolean malformed() {
        return malformed;
    }

    /** Keys, as written, and list indexes that lead to the value from the definition. */
    List<Object> path() {
        return path;
    }
}
