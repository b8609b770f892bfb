package engine.config;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.events.Trigger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of an agent: the one tree that configuration files, command line and {@code reference.conf} become. Every
 * value is valid; nothing below the edge reads configuration.
 *
 * @param dataDir empty only for {@code -dev}: nothing is kept on disk
 * @param server false for a client agent, which is attached to a server
 * @param bootstrapExpect servers to wait for before the first ones form a cluster; 0 for a server that only joins, and for
 *     client agents
 * @param advertiseAddress what the others reach this agent at: never 0.0.0.0 or ::
 * @param clientAddresses where HTTP and DNS listen unless {@code addresses} says otherwise
 * @param checkUpdateInterval how long a changed output of an unchanged status may wait before the catalog is told
 * @param checkOutputMaxSize most bytes of output kept with any check
 * @param allowTriggers names of triggers kept in the cluster that run here, with {@code *} for anything
 */
public record Settings(
        Node node,
        boolean dev,
        boolean server,
        int bootstrapExpect,
        Optional<Path> dataDir,
        Optional<Path> pidFile,
        String bindAddress,
        String advertiseAddress,
        List<String> clientAddresses,
        Addresses addresses,
        Ports ports,
        Join join,
        Cluster cluster,
        Leaving leaving,
        Snapshots snapshots,
        ScriptChecks scriptChecks,
        ExternalChecks externalChecks,
        Duration checkUpdateInterval,
        int checkOutputMaxSize,
        Log log,
        Telemetry telemetry,
        Dns dns,
        Http http,
        Events events,
        List<ServiceDefinition> services,
        List<CheckDefinition> checks,
        List<Trigger> triggers,
        List<String> allowTriggers,
        List<EventHandler> eventHandlers) {

    /** Who the agent is. {@code id} is a UUID; empty to take the one kept in the data directory, or to make one. */
    public record Node(String name, Optional<String> id, Map<String, String> meta, String datacenter, boolean hostId) {}

    /** Where each interface listens, never empty: IP addresses, and for HTTP also {@code unix://} with a path. */
    public record Addresses(List<String> http, List<String> dns) {}

    /**
     * TCP and UDP ports, 0 to 65535; -1 turns one off where that is possible, 0 takes a free one.
     *
     * @param server traffic between servers
     * @param serfLan the agent port: joins, and the streams of client agents
     */
    public record Ports(int http, int https, int dns, int server, int serfLan, int serfWan) {}

    /**
     * How the agent finds the others.
     *
     * @param start addresses to try once, each {@code host:port} or {@code [v6]:port}
     * @param retry as {@code start}, tried until one answers
     * @param retryMax attempts before the agent gives up; 0 for ever
     */
    public record Join(
            List<String> start, List<String> retry, Duration retryInterval, int retryMax, boolean rejoinAfterLeave) {}

    /**
     * What holds the cluster together.
     *
     * @param secret what agents prove with that they belong together; empty where none is asked for
     * @param deadAfter how long a server may be unreachable before the others take it out of the cluster
     * @param reconnectTimeout how long a failed agent stays known
     */
    public record Cluster(Optional<Secret> secret, Duration deadAfter, Duration reconnectTimeout) {}

    /** Whether the agent leaves the cluster when it is ended: on SIGTERM, on SIGINT. */
    public record Leaving(boolean onTerminate, boolean onInterrupt) {}

    /**
     * Automatic snapshots of the whole state, which servers take.
     *
     * @param interval between two of them; zero for none
     * @param retain files that are kept; the oldest go first
     * @param dir empty only where nothing is kept on disk, and so no automatic snapshot either
     */
    public record Snapshots(Duration interval, int retain, Optional<Path> dir) {}

    /** Which script checks may run: any, or only those from configuration files. */
    public record ScriptChecks(boolean any, boolean local) {
        /** Why a check may not run; empty where it may. {@code remote} is true for one registered over HTTP. */
        public Optional<String> refusal(CheckDefinition check, boolean remote) {
            boolean runs = check.spec() instanceof CheckSpec.Script || check.spec() instanceof CheckSpec.Docker;
            if (any || (local && !remote)) {
                return Optional.empty();
            }
            if (!runs) {
                return NamedFile.of(check.spec())
                        .filter(_ -> remote)
                        .map(
                                key -> "check '" + check.id() + "' names a file of this machine (" + key
                                        + "), which only a check of a configuration file may; to allow it over HTTP, set enable-script-checks = true");
            }
            return Optional.of(
                    remote
                            ? "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true"
                            : "check '" + check.id()
                                    + "' runs a program, which this agent does not allow; set enable-local-script-checks = true");
        }
    }

    /**
     * What the agent does for nodes without one.
     *
     * @param scripts whether it runs programs for their checks
     */
    public record ExternalChecks(Probe probe, boolean scripts) {
        /** Whether it probes: designated, never, or as a server where no agent is designated. */
        public enum Probe {
            TRUE,
            FALSE,
            AUTO
        }
    }

    /**
     * Where and how the agent logs.
     *
     * @param level trace, debug, info, warn or error
     * @param file also written there; empty for standard output alone
     * @param rotateBytes the file is put aside before it grows beyond that; 0 for no limit
     * @param rotateDuration it is put aside when it is older; 0 for no limit
     * @param rotateMaxFiles of those put aside are kept; 0 for all, -1 for none
     */
    public record Log(
            String level,
            Optional<Path> file,
            boolean json,
            long rotateBytes,
            Duration rotateDuration,
            int rotateMaxFiles) {}

    /**
     * What is shown of metrics, and of the process to those who look for faults.
     *
     * @param prefix of Consul's names, {@code consul} if nothing else is said
     * @param filter {@code +prefix} and {@code -prefix}, as Consul has them
     * @param filterDefault whether what no filter fits is shown
     * @param debug whether a dump of the threads is given out
     * @param statsd who is sent them
     */
    public record Telemetry(String prefix, List<String> filter, boolean filterDefault, boolean debug, Statsd statsd) {}

    /**
     * Who is sent metrics as StatsD reads them.
     *
     * @param plain address as {@code host:port}; empty for none
     * @param dog the same of one that reads DogStatsD's tags
     * @param tags of all that it is sent, such as {@code env:prod}
     */
    public record Statsd(String plain, String dog, List<String> tags) {
        /** Nobody. */
        public static final Statsd NONE = new Statsd("", "", List.of());
    }

    /** The zone and its answers; TTLs as in {@code dns-config}. */
    public record Dns(
            String domain,
            String altDomain,
            Duration nodeTtl,
            Map<String, Duration> serviceTtl,
            boolean onlyPassing,
            int udpAnswerLimit,
            int aRecordLimit,
            boolean enableTruncate,
            boolean nodeMetaTxt,
            int soaRefresh,
            int soaRetry,
            int soaExpire,
            int soaMinTtl,
            DnsAnswers answers,
            Recursors recursors,
            DnsTls tls,
            DnsFreshness freshness) {}

    /**
     * How old DNS answers may be.
     *
     * @param maxStale most time since the last word of a leader or server; 0 where nothing stale is allowed
     * @param keep whether a client agent keeps what servers answered
     * @param keptAge most time since then; 0 for no limit of its own
     */
    public record DnsFreshness(Duration maxStale, boolean keep, Duration keptAge) {}

    /** DNS over TLS; -1 for no port. */
    public record DnsTls(int port, String certFile, String keyFile) {}

    /** How DNS answers are made: {@code order} as it is written, {@code nsid} empty for none, 0 responses for no limit. */
    public record DnsAnswers(
            boolean compress, boolean minimal, String order, boolean lastResort, String nsid, int responsesPerSecond) {}

    /** Who is asked for names of other zones, and by clients of which networks ({@code address} or {@code address/bits}). */
    public record Recursors(List<InetSocketAddress> servers, Duration timeout, boolean random, List<String> allowed) {}

    /** Limits of the HTTP API; sizes in bytes; the shortest TTL of a session; 0 connections per client for no limit. */
    public record Http(
            int kvMaxValueSize,
            int maxBodySize,
            Duration defaultWait,
            Duration maxWait,
            int txnMaxSize,
            int txnMaxOps,
            Duration sessionTtlMin,
            int maxConnectionsPerClient,
            HttpProtocol protocol) {}

    /**
     * Limits of events and runs; sizes in bytes.
     *
     * @param ttl how long a node that was away may still run an event that does not say so itself
     */
    public record Events(
            int maxPayload,
            int maxCount,
            int outputMaxSize,
            Duration triggerTimeout,
            Duration maxAge,
            int maxBytes,
            Duration ttl) {}
}
