package engine.http;

import java.time.Instant;

/**
 * What every request carries from the edge to whatever answers it.
 *
 * @param token the ACL token; empty for none
 * @param datacenter the datacenter asked; empty for the agent's own
 * @param consistency how fresh the answer must be
 * @param deadline nobody waits for the answer after this
 * @param by the address that the request came from, without port; empty where it is not known
 * @param agent name of the client agent that handed the request on; empty where it came to this one
 */
public record Context(
        String token, String datacenter, Consistency consistency, Instant deadline, String by, String agent) {

    /** To this agent. */
    public Context(String token, String datacenter, Consistency consistency, Instant deadline, String by) {
        this(token, datacenter, consistency, deadline, by, "");
    }

    /** From an unknown address. */
    public Context(String token, String datacenter, Consistency consistency, Instant deadline) {
        this(token, datacenter, consistency, deadline, "");
    }

    /** How fresh an answer must be. */
    public enum Consistency {
        /** From this node's state. */
        DEFAULT,
        /** From any node's state, however old. */
        STALE,
        /** Linearizable. */
        CONSISTENT
    }
}
