package engine;

import engine.cluster.ServerReport;
import engine.cluster.ServerReportJson;
import engine.config.ConfigException;
import engine.config.Settings;
import engine.coordinates.AgentCoordinate;
import engine.dns.Directory;
import engine.dns.DnsServer;
import engine.http.Coordinates;
import engine.http.HttpServer;
import engine.http.LocalAgent;
import engine.http.Member;
import engine.http.Position;
import engine.http.Refusal;
import engine.http.message.Entity;
import engine.http.message.HttpResponse;
import engine.link.AgentPort;
import engine.link.AgentPortClient;
import engine.link.HostPort;
import engine.link.Link;
import engine.link.LinkException;
import engine.link.LinkSettings;
import engine.link.StreamSettings;
import engine.naming.Contact;
import engine.state.Op;
import engine.state.OwnView;
import engine.state.StateWriter;
import engine.state.Value.Standing;
import engine.text.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.pattern.StatusReply;

/** A client agent: it belongs to no cluster, is attached to one server by a stream, and has its answers from that. */
final class ClientRole implements Role {
    private static final Duration PROBE = Duration.ofSeconds(2);
    /** How long a request waits for a server when there is none, or for the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration START_JOIN = Duration.ofSeconds(10);

    private static final String NO_SERVER = "No known Consul servers: this agent is attached to none.";

    private final ActorSystem<Void> system;
    private final Ground ground;
    private final AgentPortClient client;
    private final AgentPort port;
    private final Self self;
    private final Consumer<String> giveUp;
    private final Contact contact = new Contact(this::isAttached, System::nanoTime);
    private final DnsDirectory directory;
    private final AtomicReference<Settings> present;
    private final AgentCoordinate coordinate = new AgentCoordinate();

    private ClientRole(
            ActorSystem<Void> system,
            Settings settings,
            Ground ground,
            AgentPortClient client,
            AgentPort port,
            Self self,
            Consumer<String> giveUp) {
        this.system = system;
        this.ground = ground;
        this.client = client;
        this.port = port;
        this.self = self;
        this.giveUp = giveUp;
        this.present = new AtomicReference<>(settings);
        this.directory = new DnsDirectory(
                ground.view.published(),
                List::of,
                Edges.healthy(settings),
                // Those of a client agent's own picture: none.
                _ -> new Directory.Prepared.None(),
                Coordinates.NONE,
                contact);
    }

    /** What the parts of a client agent work on: its own picture, and the link once there is one. */
    static final class Ground implements StateWriter {
        private final OwnView view = new OwnView(this);
        private final AtomicReference<Optional<Link>> link = new AtomicReference<>(Optional.empty());

        Parts.Ground parts() {
            return new Parts.Ground(view, view.published());
        }

        /** The server that it is attached to, if any. */
        private Map<String, String> statistics() {
            return link.get()
                    .flatMap(Link::serverName)
                    .map(name -> Map.of("attached_to", name))
                    .orElse(Map.of());
        }

        /** Before there is a link all is kept here, and told to the first server as a whole. */
        @Override
        public void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
            link.get()
                    .ifPresentOrElse(there -> there.write(ops, replyTo), () -> replyTo.tell(StatusReply.success(true)));
        }
    }

    /**
     * Opens the agent port, on which others can ask who this is.
     *
     * @param giveUp told a sentence when the agent cannot go on
     * @throws ConfigException with a sentence when the port cannot be opened
     */
    static ClientRole start(
            ActorSystem<Void> system, Settings settings, String nodeId, Ground ground, Consumer<String> giveUp) {
        var identity = AgentPorts.identity(settings, nodeId);
        var behind = new AgentPort.Behind(
                () -> ground.link.get().flatMap(Link::server).map(HostPort::of).stream()
                        .toList(),
                _ -> {
                    var report = ServerReport.ofClient(
                            settings.node().datacenter(),
                            settings.node().name(),
                            nodeId,
                            Version.NUMBER,
                            AgentPorts.advertised(settings, settings.ports().serfLan()),
                            List.of());
                    return CompletableFuture.completedStage(
                            HttpResponse.of(200, Entity.of(Entity.JSON, ServerReportJson.write(report))));
                },
                Optional.empty(),
                (_, _, _) -> Optional.empty(),
                _ -> CompletableFuture.completedStage(HttpResponse.of(503, Entity.Whole.EMPTY)));
        var port = AgentPorts.bind(system, settings, identity, behind);
        var self = new Self(settings, nodeId, 0, port.address().getPort(), Instant.now(), ground::statistics);
        var client = new AgentPortClient(system, identity, AgentPorts.longest());
        return new ClientRole(system, settings, ground, client, port, self, giveUp);
    }

    @Override
    public void begin(Parts parts) {
        ground.view.show(self.registration());
        var own = new OwnEntries(self.settings().node().name(), self::registration, parts.local());
        var antiEntropy = system.systemActorOf(
                AntiEntropy.create(new AntiEntropy.Ports(
                        replyTo -> {
                            ground.link.get().ifPresent(Link::tellAll);
                            replyTo.tell(StatusReply.success(true));
                        },
                        Map::of,
                        () -> 1,
                        RandomGenerator.getDefault())),
                "anti-entropy",
                Props.empty());
        antiEntropy.tell(new AntiEntropy.Begin(system.ignoreRef()));
        var settings = self.settings();
        var join = Stream.concat(settings.join().start().stream(), settings.join().retry().stream())
                .map(text -> HostPort.parse(text, AgentPorts.DEFAULT_PORT))
                .toList();
        var link = Link.start(
                system,
                new LinkSettings(
                        join,
                        settings.join().retryInterval(),
                        settings.join().retryMax(),
                        settings.dataDir().map(dir -> dir.resolve("servers")),
                        PROBE,
                        PATIENCE,
                        StreamSettings.DEFAULT),
                client,
                new AgentStream(self, parts, own, giveUp),
                settings.http().maxBodySize());
        ground.link.set(Optional.of(link));
        coordinate.begin(system, client, link);
        ExternalProbing.begin(system, settings, parts, ground.view.published());
        contact.begin(system);
        AgentTelemetry.client(system, settings, parts, ground.view.published(), this::isAttached, contact);
        parts.resume(ground.view.published().current().events(), Instant.now());
    }

    @Override
    public CompletionStage<HttpServer> http(LocalAgent agent) {
        var settings = self.settings();
        var changes = new HttpChanges(ground.view.published());
        ground.view.published().subscribe(changes);
        return HttpServer.bind(
                system,
                Edges.httpAddresses(settings),
                Edges.http(settings),
                new HttpServer.AgentPorts(agent, changes),
                request -> link().forward(request).exceptionallyCompose(ClientRole::refused));
    }

    @Override
    public boolean isAttached() {
        return ground.link.get().flatMap(Link::server).isPresent();
    }

    private Link link() {
        return ground.link.get().orElseThrow(() -> new Refusal(500, NO_SERVER));
    }

    private static CompletionStage<HttpResponse> refused(Throwable failure) {
        var cause = failure.getCause() != null ? failure.getCause() : failure;
        return CompletableFuture.failedStage(
                cause instanceof LinkException
                        ? new Refusal(500, "No known Consul servers: " + Reason.of(cause))
                        : cause);
    }

    @Override
    public DnsServer dns() throws IOException {
        var settings = self.settings();
        var started = DnsServer.start(
                Edges.addresses(settings.addresses().dns(), settings.ports().dns()),
                Edges.dns(settings),
                directory,
                (query, tcp, maxStale) -> link().dns(query, tcp, maxStale));
        return Edges.secured(started, settings);
    }

    @Override
    public void reload(Settings settings) {
        present.set(settings);
        directory.serve(Edges.healthy(settings));
    }

    /** The link has been looking for a server since the agent knew what to tell it; start-join wants one to be there. */
    @Override
    public void open(HttpServer http, DnsServer dns) {
        var start = self.settings().join().start();
        if (!start.isEmpty()) {
            var found = new CompletableFuture<Done>();
            awaitServer(found);
            try {
                found.orTimeout(START_JOIN.toSeconds(), TimeUnit.SECONDS).join();
            } catch (CompletionException _) {
                throw new ConfigException("no server answered at the addresses of start-join within %d seconds: %s"
                        .formatted(START_JOIN.toSeconds(), String.join(", ", start)));
            }
        }
    }

    private void awaitServer(CompletableFuture<Done> found) {
        if (link().server().isPresent()) {
            found.complete(Done.done());
        } else if (!found.isDone()) {
            system.scheduler().scheduleOnce(Duration.ofMillis(50), () -> awaitServer(found), system.executionContext());
        }
    }

    /** Servers answer for the members; this agent alone knows itself. */
    @Override
    public List<Member> members() {
        return List.of(Members.shown(self.member(Standing.ALIVE, self.started()), 1));
    }

    @Override
    public Position position() {
        return coordinate.position();
    }

    @Override
    public Self self() {
        return self;
    }

    @Override
    public CompletionStage<Integer> join(List<String> addresses) {
        return CompletableFuture.failedStage(
                new Refusal(
                        500,
                        "a client agent finds its servers by retry-join and start-join: set one of them and restart the agent"));
    }

    @Override
    public CompletionStage<Done> forceLeave(String node, boolean prune) {
        return CompletableFuture.failedStage(new Refusal(500, "ask a server to have a node leave"));
    }

    @Override
    public void depart(boolean forGood) {
        ground.link.get().ifPresent(link -> Agent.settle(forGood ? link.leave() : link.stop()));
    }

    @Override
    public void close() {
        Agent.settle(port.close(Duration.ofSeconds(1)));
    }
}
