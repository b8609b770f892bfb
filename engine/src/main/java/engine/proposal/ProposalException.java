package engine.proposal;

/** Why an operation has no outcome; the message is a sentence for the one who asked. */
public final class ProposalException extends RuntimeException {

    /** What is known of the operation. */
    public enum Reason {
        /** It was certainly not done by this request. One with a {@link RequestId} may have been done by an earlier one. */
        NO_QUORUM,
        /** As before, for this server has more to do than it can. */
        TOO_BUSY,
        /** It may have been done, or may yet be. */
        UNKNOWN_OUTCOME
    }

    private final Reason reason;

    ProposalException(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    static ProposalException noQuorum(String why) {
        return new ProposalException(Reason.NO_QUORUM, "No quorum: " + why + ". Nothing was written.");
    }

    static ProposalException unknown(String why) {
        return new ProposalException(
                Reason.UNKNOWN_OUTCOME, "unknown outcome: " + why + "; the write may or may not have happened");
    }

    /** Of a read. */
    static ProposalException behind() {
        return new ProposalException(
                Reason.NO_QUORUM, "No quorum: this server has not heard in time of all that was written");
    }

    static ProposalException busy(String what) {
        return new ProposalException(
                Reason.TOO_BUSY, "Too busy: " + what + " wait for the leader already. Nothing was written.");
    }

    /** What is known of the operation. */
    public Reason reason() {
        return reason;
    }
}
