package engine.http;

/** A request that is answered with an HTTP error: the sentence tells the client what was wrong and what is allowed. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status, 400 to 599
     * @param sentence the body of the answer; no secrets, no stack traces
     */
    public Refusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }
}
