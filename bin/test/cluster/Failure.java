package cluster;

/** Something is not as it must be: one sentence that says what, where, expected and seen. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String sentence) {
        super(sentence);
    }
}
