package engine.config;

/** A configuration that cannot be used: the sentence names file, line and key, and what is allowed. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells a person what to change. */
    public ConfigException(String sentence) {
        super(sentence, null, false, false);
    }
}
