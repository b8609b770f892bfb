package engine.operator;

import engine.http.Autopilot.Configuration;

/** Whether a server that has been gone for long is taken out. */
public final class DeadServers {

    private DeadServers() {}

    /** @param servers how many belong to the cluster, those that are gone included */
    public static boolean mayGo(Configuration said, int servers) {
        return said.cleanupDeadServers() && Long.compareUnsigned(servers - 1L, said.minQuorum()) >= 0;
    }
}
