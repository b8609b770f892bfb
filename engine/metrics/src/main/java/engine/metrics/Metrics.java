package engine.metrics;

import java.util.List;

/**
 * Every metric of this process by name, as there is one agent in a process: whoever does something counts it here, and all of
 * it is shown as 0 before it happens first. Gauges are shown where somebody says how they are read: those of a server on servers
 * alone.
 */
public final class Metrics {
    /** Where all of them are. */
    public static final Registry ALL = new Registry();

    // DNS

    /** Queries by how they came and what they asked for. */
    public static final Family<Counter> DNS_QUERIES = ALL.counters(
            "engine_dns_queries_total", "DNS queries answered here, by transport and type", "transport", "type");

    /** Answers by response code. */
    public static final Family<Counter> DNS_ANSWERS =
            ALL.counters("engine_dns_answers_total", "DNS answers given here, by response code", "rcode");

    /** From the bytes of a query to those of its answer. */
    public static final Timing DNS_TIME = ALL.timing(
            "engine_dns_query_duration_seconds", "Time from a whole DNS query to its answer, without the socket");

    /** The same of PTR queries, which Consul tells apart. */
    public static final Family<Timing> DNS_PTR =
            ALL.timings("consul.dns.ptr_query", "Time to answer a PTR query in milliseconds", "node");

    /** Queries that a client agent has a server answer. */
    public static final Counter DNS_FORWARDED =
            ALL.counter("engine_dns_forwarded_total", "DNS queries that this client agent handed to a server");

    /** Answers that may be out of date, as Consul counts them. */
    public static final Counter DNS_STALE = ALL.counter(
            "engine_dns_stale_answers_total",
            "DNS answers given here more than 5 s after the last word of their source");

    /** Age of what is answered. */
    public static final Gauge DNS_AGE = ALL.gauge(
            "engine_dns_age_seconds",
            "Time since the last word of the source of DNS answers: a leader and a majority, of a client agent a server; 0 while there is one");

    // HTTP

    /** Requests by endpoint and class of status. */
    public static final Family<Counter> HTTP_REQUESTS = ALL.counters(
            "engine_http_requests_total",
            "HTTP requests answered, by method, endpoint and class of status",
            "method",
            "path",
            "status");

    /** Requests that do not wait for a change, by group of endpoints. */
    public static final Family<Timing> HTTP_TIME = ALL.timings(
            "engine_http_request_duration_seconds",
            "Time to answer an HTTP request, blocking queries left out, by group of endpoints",
            "group");

    /** Blocking queries that wait for a change. */
    public static final Gauge HTTP_PARKED =
            ALL.gauge("engine_http_blocking_queries", "Blocking queries that wait for a change now");

    /** Requests that a client agent has a server answer. */
    public static final Counter HTTP_FORWARDED =
            ALL.counter("engine_http_forwarded_total", "HTTP requests that this client agent handed to a server");

    /** Those of them that no server answered. */
    public static final Counter HTTP_FORWARD_FAILED = ALL.counter(
            "engine_http_forward_failures_total", "HTTP requests that this client agent had no server answer");

    // Checks

    /** Kinds of checks that run. */
    public static final List<String> CHECK_KINDS = List.of(
            "docker", "dns", "grpc", "h2ping", "host", "http", "osservice", "ping", "process", "script", "tcp", "udp");

    /** Runs by kind and what they found. */
    public static final Family<Counter> CHECK_RUNS =
            ALL.counters("engine_check_runs_total", "Runs of checks, by kind and what they found", "kind", "status");

    /** How long a run takes. */
    public static final Family<Timing> CHECK_TIME =
            ALL.timings("engine_check_run_duration_seconds", "Time of a run of a check, by kind", "kind");

    /** Runs that took too long. */
    public static final Family<Counter> CHECK_TIMEOUTS =
            ALL.counters("engine_check_timeouts_total", "Runs of checks that had no result in time, by kind", "kind");

    /** How late runs begin. */
    public static final Timing CHECK_LATENESS =
            ALL.timing("engine_check_lateness_seconds", "How much later than due a run of a check began");

    /** Checks of this agent. */
    public static final Family<Gauge> CHECKS =
            ALL.gauges("engine_checks", "Checks registered with this agent, by state", "status");

    /** Services of this agent. */
    public static final Gauge SERVICES = ALL.gauge("engine_services", "Services registered with this agent");

    // Events

    /** Events fired through this agent. */
    public static final Counter EVENTS_FIRED =
            ALL.counter("engine_events_fired_total", "Events fired through this server");

    /** Events that came to this node. */
    public static final Counter EVENTS_RECEIVED =
            ALL.counter("engine_events_received_total", "Events that came to this node and are for it");

    /** Runs of triggers by what became of them. */
    public static final Family<Counter> RUNS = ALL.counters(
            "engine_trigger_runs_total", "Runs of triggers on this node that are over, by how they ended", "status");

    /** How long a run takes. */
    public static final Timing RUN_TIME =
            ALL.timing("engine_trigger_run_duration_seconds", "Time of a run of a trigger on this node");

    /** Runs under way. */
    public static final Counter RUNS_STARTED =
            ALL.counter("engine_trigger_runs_started_total", "Runs of triggers on this node that were started");

    // Replication and the log

    /** Bytes pushed to each other server. */
    public static final Family<Counter> REPLICATION_SENT = ALL.counters(
            "engine_replication_sent_bytes_total",
            "Bytes of the catalog and of events sent to another server, by its address",
            "peer");

    /** Bytes that came from other servers. */
    public static final Counter REPLICATION_RECEIVED = ALL.counter(
            "engine_replication_received_bytes_total",
            "Bytes of the catalog and of events that came from other servers");

    /** Buckets that were different when the other server last asked. */
    public static final Family<Gauge> REPLICATION_DIFFERENCES = ALL.gauges(
            "engine_replication_differing_buckets",
            "Parts of the catalog and of events in which another server differed when it last compared, by its address",
            "peer");

    /** Time until a majority has an entry. */
    public static final Timing RAFT_COMMIT = ALL.timing(
            "engine_raft_commit_duration_seconds",
            "Time from the leader taking an entry of the log to its being applied there, on the leader");

    /** Time to apply an entry. */
    public static final Timing RAFT_APPLY =
            ALL.timing("engine_raft_apply_duration_seconds", "Time to apply an entry of the log to keys and sessions");

    /** How often this server began to lead. */
    public static final Counter RAFT_LED =
            ALL.counter("engine_raft_elections_won_total", "How often this server began to lead the log");

    /** How often this server ceased to lead, or follows another. */
    public static final Counter RAFT_FOLLOWED =
            ALL.counter("engine_raft_followed_total", "How often this server began to follow another");

    /** Time to force what was written to the disk. */
    public static final Timing DISK_SYNC =
            ALL.timing("engine_disk_sync_duration_seconds", "Time to force what was written to the disk");

    /** In which this server last saw a leader. */
    public static final Gauge RAFT_TERM = ALL.gauge("engine_raft_term", "Term of the log");

    /** Whether it leads. */
    public static final Gauge RAFT_LEADS = ALL.gauge("engine_raft_leads", "1 where this server leads the log, else 0");

    /** Whether it knows who leads. */
    public static final Gauge LEADER_KNOWN = ALL.gauge(
            "engine_leader_known", "1 while a leader is known and a majority of the servers is reached, else 0");

    /** Index of the last entry applied. */
    public static final Gauge RAFT_APPLIED =
            ALL.gauge("engine_raft_applied_index", "Index of the last entry of the log that was applied here");

    /** Index of the last entry that a majority has. */
    public static final Gauge RAFT_COMMITTED = ALL.gauge(
            "engine_raft_commit_index",
            "Index of the last entry of the log that a majority has, as far as it is known here");

    /** Voters of the log. */
    public static final Gauge RAFT_VOTERS =
            ALL.gauge("engine_raft_voters", "Servers whose majority decides on the log");

    // The state

    /** Nodes. */
    public static final Gauge NODES = ALL.gauge("engine_catalog_nodes", "Nodes in the catalog");

    /** Services by name. */
    public static final Gauge SERVICE_NAMES = ALL.gauge("engine_catalog_services", "Services in the catalog, by name");

    /** Instances by the worst of their checks. */
    public static final Family<Gauge> INSTANCES = ALL.gauges(
            "engine_catalog_service_instances", "Instances of services in the catalog, by their state", "status");

    /** Checks of the catalog. */
    public static final Family<Gauge> CATALOG_CHECKS =
            ALL.gauges("engine_catalog_checks", "Checks in the catalog, by state", "status");

    /** Keys. */
    public static final Gauge KEYS = ALL.gauge("engine_kv_keys", "Keys in the key-value store");

    /** Sessions. */
    public static final Gauge SESSIONS = ALL.gauge("engine_sessions", "Sessions");

    /** Events kept. */
    public static final Gauge EVENTS = ALL.gauge("engine_events", "Events that are kept");

    /** Index of the picture. */
    public static final Gauge STATE_INDEX =
            ALL.gauge("engine_state_index", "Index of the latest change that this agent has seen");

    /** Members by role and state. */
    public static final Family<Gauge> MEMBERS =
            ALL.gauges("engine_members", "Agents of the datacenter, by role and state", "role", "status");

    /** Client agents attached to this server. */
    public static final Gauge ATTACHED = ALL.gauge("engine_attached_agents", "Client agents attached to this server");

    /** Whether this client agent is attached. */
    public static final Gauge IS_ATTACHED =
            ALL.gauge("engine_attached", "1 while this client agent is attached to a server, else 0");

    // Log messages

    /** Lines of the log by level. */
    public static final Family<Counter> LOG_LINES =
            ALL.counters("engine_log_messages_total", "Messages of the agent's own log, by level", "level");

    static {
        for (var transport : List.of("udp", "tcp")) {
            DnsMeter.TYPES.forEach(type -> DNS_QUERIES.with(transport, type));
        }
        DnsMeter.RCODES.forEach(DNS_ANSWERS::with);
        for (var kind : CHECK_KINDS) {
            CHECK_TIME.with(kind);
            CHECK_TIMEOUTS.with(kind);
            List.of("passing", "warning", "critical").forEach(status -> CHECK_RUNS.with(kind, status));
        }
        List.of("succeeded", "failed", "timed-out", "interrupted", "skipped").forEach(RUNS::with);
        List.of("error", "warn", "info").forEach(LOG_LINES::with);
        ConsulNames.add(ALL);
    }

    private Metrics() {}
}
