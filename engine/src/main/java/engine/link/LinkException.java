package engine.link;

/** Something did not come through the link between agents; the message is a sentence for the user. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkException(String message) {
        super(message, null, false, false);
    }
}
