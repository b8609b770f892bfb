package engine.raft;

/** No majority of the voters has answered in time. The message is a sentence for the user. */
public final class NoQuorum extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoQuorum(String sentence) {
        super(sentence, null, false, false);
    }
}
