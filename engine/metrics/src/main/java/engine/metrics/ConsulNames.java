package engine.metrics;

/** What dashboards for Consul look for, where there is the same thing here, under Consul's names. */
final class ConsulNames {
    private ConsulNames() {}

    static void add(Registry all) {
        gauge(all, "consul.rpc.queries_blocking", Metrics.HTTP_PARKED);
        gauge(all, "consul.raft.applied_index", Metrics.RAFT_APPLIED);
        gauge(all, "consul.server.isLeader", Metrics.RAFT_LEADS);
        counter(all, "consul.dns.stale_queries", Metrics.DNS_STALE);
        counter(all, "consul.client.rpc", Metrics.HTTP_FORWARDED);
        counter(all, "consul.client.rpc.failed", Metrics.HTTP_FORWARD_FAILED);
        counter(all, "consul.raft.state.leader", Metrics.RAFT_LED);
        counter(all, "consul.raft.state.follower", Metrics.RAFT_FOLLOWED);
        timing(all, "consul.raft.commitTime", Metrics.RAFT_COMMIT);
        timing(all, "consul.raft.fsm.apply", Metrics.RAFT_APPLY);
        timing(all, "consul.raft.leader.dispatchLog", Metrics.DISK_SYNC);
    }

    private static void gauge(Registry all, String name, Gauge same) {
        all.gauges(name, "As Consul's of this name").show(same);
    }

    private static void counter(Registry all, String name, Counter same) {
        all.counters(name, "As Consul's of this name").show(same);
    }

    private static void timing(Registry all, String name, Timing same) {
        all.timings(name, "As Consul's of this name, in milliseconds").show(same);
    }
}
