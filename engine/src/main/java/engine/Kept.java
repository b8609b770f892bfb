package engine;

import engine.durable.LocalLog;
import engine.durable.LogSetup;
import engine.state.Bucket;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an agent begins with.
 *
 * @param firstIndex where this node's index goes on from
 * @param buckets the state as it was before a restart
 * @param registrations what was registered with this agent over HTTP
 * @param states of this agent's checks
 * @param events what this node did about events
 */
record Kept(
        long firstIndex,
        Collection<Bucket> buckets,
        Registrations registrations,
        CheckStates states,
        EventLedger events) {

    /** @param local what the agent keeps for itself */
    static Kept of(long firstIndex, Optional<LogSetup> log, LocalLog local, InstantSource clock) {
        return new Kept(
                firstIndex,
                log.map(LogSetup::buckets).orElseGet(List::of),
                new Registrations(KeptTexts.of(local, "registrations")),
                new CheckStates(KeptTexts.of(local, "checks"), clock),
                new EventLedger(local, clock.instant()));
    }
}
