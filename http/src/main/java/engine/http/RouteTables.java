package engine.http;

import engine.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;

/** The tables of paths of the two kinds of agent. */
final class RouteTables {
    /** How much later than its own limit a blocking query's answer may come from another agent. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** How often a stream that has nothing to say says so. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How long its client may leave untaken what was sent to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RouteTables() {}

    /** A server answers everything itself. */
    static Routes server(HttpSettings settings, HttpServer.Ports ports, Blocking blocking) {
        var answers = new AnswerStream(blocking, HEARTBEAT, PATIENCE);
        var reads = new Reads(settings, ports.cluster(), ports.barrier(), blocking, answers);
        var routes = own(settings, ports.agent(), blocking);
        var near = new Near(ports.coordinates(), settings.nodeName());
        new CatalogRoutes(ports.catalog(), reads, settings, near).addTo(routes);
        new HealthRoutes(ports.catalog(), reads, near).addTo(routes);
        new CoordinateRoutes(ports.coordinates(), ports.catalog(), reads, settings).addTo(routes);
        new KvRoutes(ports.keyValues(), reads, settings).addTo(routes);
        new KvImportRoutes(ports.keyValues(), reads, settings).addTo(routes);
        var feed = new KvFeed(ports.kvChanges(), blocking);
        var stream = new KvStream(feed, blocking, HEARTBEAT, PATIENCE);
        new KvChangeRoutes(ports.kvChanges(), feed, stream, reads, settings).addTo(routes);
        new KvConflictRoutes(ports.kvConflicts(), reads).addTo(routes);
        new SessionRoutes(ports.sessions(), reads, settings).addTo(routes);
        new PreparedQueryRoutes(ports.queries(), reads, settings).addTo(routes);
        new TransactionRoutes(ports.transactions(), reads, settings).addTo(routes);
        new EventRoutes(ports.events(), reads, settings, InstantSource.system()).addTo(routes);
        new TriggerRoutes(ports.triggers(), reads).addTo(routes);
        new RolloutRoutes(ports.rollouts(), reads, settings).addTo(routes);
        new MaintenanceRoutes(ports.maintenances(), reads).addTo(routes);
        new ExternalRoutes(ports.external(), reads, settings).addTo(routes);
        new AuditRoutes(ports.audit(), reads, InstantSource.system()).addTo(routes);
        new StatusRoutes(ports.cluster(), reads, settings).addTo(routes);
        new OperatorRoutes(ports.operator(), ports.cluster(), reads).addTo(routes);
        new AutopilotRoutes(ports.autopilot(), reads, settings).addTo(routes);
        new KeyringRoutes(reads, settings).addTo(routes);
        new UsageRoutes(ports.catalog(), reads).addTo(routes);
        new UiRoutes(ports.catalog(), reads).addTo(routes);
        new MeshRoutes(ports.catalog(), reads).addTo(routes);
        new SnapshotRoutes(ports.snapshots(), reads, settings).addTo(routes);
        new DnsRoutes(ports.names(), reads).addTo(routes);
        new HealthMetricsRoutes(ports.catalog(), reads, blocking).addTo(routes);
        new ProbeRoutes(() -> Readiness.ofServer(ports.cluster(), ports.barrier())).addTo(routes);
        AbsentRoutes.addTo(routes);
        return routes;
    }

    /** A client agent answers what is its own. */
    static Routes client(HttpSettings settings, LocalAgent agent, Blocking blocking, Forwarding forwarding) {
        var routes = own(settings, agent, blocking);
        new ProbeRoutes(() -> Readiness.ofClient(agent)).addTo(routes);
        new ForwardRoutes(forwarding, settings, LATE).addTo(routes);
        return routes;
    }

    private static Routes own(HttpSettings settings, LocalAgent agent, Blocking blocking) {
        var routes = new Routes();
        routes.get("/", _ -> Reads.now(Answer.text(200, "engine agent")));
        OpenApiRoutes.addTo(routes);
        new AgentRoutes(agent).addTo(routes);
        new MetricsRoutes(Metrics.ALL).addTo(routes);
        new LogRoutes(agent.logs(), agent::isDebugged).addTo(routes);
        new AgentServiceRoutes(agent, settings, blocking).addTo(routes);
        new AgentCheckRoutes(agent, settings).addTo(routes);
        return routes;
    }
}
