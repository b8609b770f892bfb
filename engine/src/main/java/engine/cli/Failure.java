package engine.cli;

/** A command that could not do its work: the sentence goes to stderr, the code is the exit status. */
class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit status of a command that failed. */
    static final int FAILED = 1;

    /** Exit status of a command line that cannot be understood. */
    static final int USAGE = 2;

    private final int code;

    Failure(String sentence) {
        this(sentence, FAILED);
    }

    private Failure(String sentence, int code) {
        super(sentence, null, false, false);
        this.code = code;
    }

    /** The command line is wrong. */
    static Failure usage(String sentence) {
        return new Failure(sentence, USAGE);
    }

    int code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
