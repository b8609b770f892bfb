package engine.durable;

/** What is kept on disk cannot be used; the message is a sentence that says what to do. */
public final class DurabilityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence says also what to do */
    public DurabilityException(String sentence) {
        super(sentence);
    }
}
