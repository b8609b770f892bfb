/**
 * How an operation of the key-value store gets from the server that took it in to the leader's log, and how its outcome comes
 * back, exactly once. {@link engine.proposal.Proposals} is the way in; {@link engine.proposal.Outbox} decides for the server
 * that took operations in, {@link engine.proposal.Inbox} for the leader.
 */
@NullMarked
package engine.proposal;

import org.jspecify.annotations.NullMarked;
