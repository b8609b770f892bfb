package engine.snapshot;

/** Nothing was saved or restored, or not all of it; the message is a sentence that says why and what to do. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        /** The archive cannot be used: it is damaged, cut off, or none. */
        ARCHIVE,
        /** The archive is larger than is taken. */
        SIZE,
        /** Another restore is under way. */
        BUSY,
        /** A restore ended before all was written. */
        UNFINISHED
    }

    private final Reason reason;

    SnapshotException(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }
}
