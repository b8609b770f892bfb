package engine.proposal;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What proposals need of the agent.
 *
 * @param indexHint the index of the next change is at least this; asked at any time, does not block
 * @param clock of the day
 */
public record ProposalPorts(LongSupplier indexHint, InstantSource clock) {}
