package engine.kv;

import java.util.List;

/** What became of a command. */
public sealed interface Outcome {

    /**
     * It was applied.
     *
     * @param held whether its condition held; if not, nothing was written
     * @param index of the store after it
     */
    record Done(boolean held, long index) implements Outcome {}

    /** The session is there. */
    record SessionMade(String id, long index) implements Outcome {}

    /** The session lives on. */
    record SessionRenewed(Session session) implements Outcome {}

    /** There is no such session; nothing was done. */
    record NoSuchSession(String id) implements Outcome {}

    /** All steps were done. */
    record TransactionDone(List<StepResult> results, long index) implements Outcome {
        public TransactionDone {
            results = List.copyOf(results);
        }
    }

    /** Nothing was done; every step that failed. */
    record TransactionFailed(List<StepError> errors) implements Outcome {
        public TransactionFailed {
            errors = List.copyOf(errors);
        }
    }

    /** Nothing was done, for the reason that the sentence gives. */
    record Refused(String sentence) implements Outcome {}

    /** It was not applied now. Whether it had been before is not known any more: it may be a repetition of that. */
    record Forgotten() implements Outcome {}
}
