package engine;

import engine.durable.KeptTexts;
import engine.durable.LocalLog;
import engine.local.CheckPasts;
import engine.local.CheckStates;
import engine.local.Registrations;
import java.time.InstantSource;

/**
 * What an agent begins with.
 *
 * @param registrations what was registered with this agent over HTTP
 * @param states of this agent's checks
 * @param events what this node did about events
 * @param triggers of the cluster, as they were last
 * @param places how far its triggers have seen what they wait for
 */
record Kept(
        Registrations registrations, CheckStates states, EventLedger events, KnownTriggers triggers, KeptTexts places) {

    /** @param local what the agent keeps for itself */
    static Kept of(LocalLog local, InstantSource clock) {
        return new Kept(
                new Registrations(KeptTexts.of(local, "registrations")),
                new CheckStates(
                        KeptTexts.of(local, "checks"), new CheckPasts(KeptTexts.of(local, "check-pasts")), clock),
                new EventLedger(local, clock.instant()),
                new KnownTriggers(KeptTexts.of(local, "triggers")),
                KeptTexts.of(local, "sources"));
    }
}
