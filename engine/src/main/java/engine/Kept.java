package engine;

import engine.durable.LocalLog;
import engine.durable.LogSetup;
import engine.state.Bucket;
import java.time.InstantSource;
import java.util.Map;

/**
 * What an agent begins with.
 *
 * @param firstIndex where this node's index goes on from
 * @param buckets the state as it was before a restart, by names of buckets
 * @param registrations what was registered with this agent over HTTP
 * @param states of this agent's checks
 * @param events what this node did about events
 */
record Kept(
        long firstIndex,
        Map<String, Bucket> buckets,
        Registrations registrations,
        CheckStates states,
        EventLedger events) {

    /** @param local what the agent keeps for itself */
    static Kept of(long firstIndex, LogSetup setup, LocalLog local, InstantSource clock) {
        return new Kept(
                firstIndex,
                setup.buckets(),
                new Registrations(KeptTexts.of(local, "registrations")),
                new CheckStates(KeptTexts.of(local, "checks"), clock),
                new EventLedger(local, clock.instant()));
    }
}
