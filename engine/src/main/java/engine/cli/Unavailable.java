package engine.cli;

/** The agent does not answer, or cannot at this moment: what was asked may work later. */
final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    Unavailable(String sentence) {
        super(sentence);
    }
}
