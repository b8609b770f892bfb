package engine.http;

/**
 * Whether an agent can do its work, for those who send traffic to it.
 *
 * @param consistent whether it answers everything, writes too
 * @param available whether it answers at least from what it has
 * @param sentence what it can do, or why it cannot
 */
record Readiness(boolean consistent, boolean available, String sentence) {
    private static final String WITHOUT_LEADER =
            "Not ready: no leader is known. Reads and writes with ?available are answered; with ?available this is ready.";

    static Readiness ofServer(Cluster cluster, Barrier barrier) {
        if (cluster.leader().isEmpty()) {
            return new Readiness(false, true, WITHOUT_LEADER);
        }
        return barrier.isCaughtUp()
                ? new Readiness(true, true, "Ready: a leader is known, and the state is loaded.")
                : new Readiness(
                        false, true, "Not ready: the keys written while this server was away are still being loaded.");
    }

    static Readiness ofClient(LocalAgent agent) {
        return agent.isAttached()
                ? new Readiness(true, true, "Ready: this client agent is attached to a server.")
                : new Readiness(
                        false,
                        true,
                        "Not ready: this client agent is attached to no server. Its checks run, and DNS answers for its own"
                                + " services; with ?available this is ready.");
    }
}
