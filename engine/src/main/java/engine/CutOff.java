package engine;

import engine.events.EventIds;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Which events are from before this agent was first started: those run nothing here, however late they arrive.
 *
 * @param since when the agent was first started, by its clock
 * @param lamport the logical time of the first event known to be later; absent until there is one
 */
record CutOff(Instant since, OptionalLong lamport) {

    /** Whether an event is later by the clock of the node that fired it. */
    boolean isAfter(String id, Instant firedAt) {
        return !EventIds.time(id).orElse(firedAt).isBefore(since);
    }

    /**
     * Whether an event is later: by the clock, or, fired by a node whose clock is behind, by having seen a later one.
     */
    boolean passes(String id, Instant firedAt, long lamportTime) {
        return isAfter(id, firedAt) || (lamport.isPresent() && lamportTime > lamport.getAsLong());
    }
}
