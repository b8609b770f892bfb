package engine.events;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the nodes of a rollout at one moment. Asked for facts, not told of changes: whoever coordinates the
 * rollout next sees the same, and nothing depends on the order in which things became known.
 */
public interface Observation {
    boolean alive(String node);

    /** Since when all checks of the node and of its services pass; empty when one does not. */
    Optional<Instant> passingSince(String node);

    /** What became of an event on a node; pending where nothing is known. */
    Outcome outcome(String node, String eventId);

    /** What became of an event on a node. */
    sealed interface Outcome {
        /** The node has not told, or not all of its runs are over. */
        record Pending() implements Outcome {}

        /** All runs are over and succeeded. */
        record Succeeded() implements Outcome {}

        /** All runs are over and one did not succeed. */
        record Failed(String reason) implements Outcome {}

        /** The node runs nothing for the event. */
        record Unmatched(String reason) implements Outcome {}
    }
}
