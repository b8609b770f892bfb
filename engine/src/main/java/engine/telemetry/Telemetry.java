package engine.telemetry;

import engine.metrics.Metrics;
import engine.metrics.Registry;
import engine.state.Published;
import engine.telemetry.statsd.Statsd;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/** Has the metrics of a running agent read and told. */
public final class Telemetry {
    private static final String[] STATUSES = {"passing", "warning", "critical"};

    private static final Statsd STATSD = new Statsd();

    private Telemetry() {}

    /** Who is sent metrics from now on. */
    public static void sendTo(Statsd.Targets targets) {
        STATSD.use(targets);
    }

    /**
     * What is registered with an agent.
     *
     * @param services how many
     * @param checks how many in each state
     */
    public record Registered(int services, Map<String, Integer> checks) {}

    /**
     * The log as a server sees it.
     *
     * @param known whether a leader is, and a majority reached
     * @param committed index of the last entry that a majority is known to have
     * @param spare servers that can fail before the majority is lost
     */
    public record Log(long term, boolean leads, boolean known, long applied, long committed, int voters, int spare) {}

    /** Of any agent. */
    public static void begin(
            String node, String version, Published published, Supplier<Registered> registered, ActorSystem<?> system) {
        ProcessGauges.begin();
        Metrics.ALL
                .gauges("engine_build_info", "1, with the version of the program", "version")
                .with(version)
                .reads(() -> 1);
        Metrics.STATE_INDEX.reads(() -> (double) published.current().index());
        Metrics.SERVICES.reads(() -> registered.get().services());
        for (var status : STATUSES) {
            Metrics.CHECKS.with(status).reads(() -> registered.get().checks().getOrDefault(status, 0));
        }
        Metrics.ALL
                .timings("consul.dns.domain_query", "Time to answer a DNS query in milliseconds", "node")
                .show(Metrics.DNS_TIME, node);
        Metrics.DNS_PTR.with(node);
        intervals(system);
    }

    /** Of a server. */
    public static void beginServer(
            String datacenter,
            Published published,
            Supplier<Log> log,
            Supplier<Map<String, Map<String, Integer>>> members,
            IntSupplier attached) {
        StateGauges.begin(published, datacenter);
        DoubleSupplier known = () -> log.get().known() ? 1 : 0;
        Metrics.LEADER_KNOWN.reads(known);
        Metrics.RAFT_TERM.reads(() -> (double) log.get().term());
        Metrics.RAFT_LEADS.reads(() -> log.get().leads() ? 1 : 0);
        Metrics.RAFT_APPLIED.reads(() -> (double) log.get().applied());
        Metrics.RAFT_COMMITTED.reads(() -> (double) log.get().committed());
        Metrics.RAFT_VOTERS.reads(() -> log.get().voters());
        Metrics.ATTACHED.reads(attached::getAsInt);
        for (var role : new String[] {"server", "client"}) {
            for (var status : new String[] {"alive", "failed", "left"}) {
                Metrics.MEMBERS
                        .with(role, status)
                        .reads(() -> members.get().getOrDefault(role, Map.of()).getOrDefault(status, 0));
            }
            Metrics.ALL
                    .gauges("consul.members." + role + "s", "Agents that are alive", "datacenter")
                    .with(datacenter)
                    .reads(() -> members.get().getOrDefault(role, Map.of()).getOrDefault("alive", 0));
        }
        Metrics.ALL
                .gauge("consul.autopilot.healthy", "1 while a leader is known and no server has failed, else 0")
                .reads(() -> log.get().known()
                                && members.get()
                                                .getOrDefault("server", Map.of())
                                                .getOrDefault("failed", 0)
                                        == 0
                        ? 1
                        : 0);
        Metrics.ALL
                .gauge("consul.autopilot.failure_tolerance", "Servers that can fail before the majority is lost")
                .reads(() -> log.get().spare());
    }

    /** Of a client agent. */
    public static void beginClient(BooleanSupplier attached) {
        Metrics.IS_ATTACHED.reads(() -> attached.getAsBoolean() ? 1 : 0);
    }

    /** Ends an interval at each tenth second, until the agent ends. */
    private static void intervals(ActorSystem<?> system) {
        var interval = Registry.INTERVAL.toMillis();
        var now = System.currentTimeMillis();
        Cancellable ticking = system.scheduler()
                .scheduleAtFixedRate(
                        Duration.ofMillis(interval - now % interval),
                        Registry.INTERVAL,
                        () -> {
                            var ends = Math.round((double) System.currentTimeMillis() / interval) * interval;
                            Metrics.ALL.tick(Instant.ofEpochMilli(ends - interval));
                            STATSD.send(Metrics.ALL);
                        },
                        system.executionContext());
        system.getWhenTerminated().thenAccept(_ -> ticking.cancel());
    }
}
