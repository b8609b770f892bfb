package engine;

import engine.cluster.ClusterSystem;
import engine.cluster.Forming;
import engine.cluster.FormingSettings;
import engine.cluster.FormingWorld;
import engine.cluster.KnownServers;
import engine.cluster.KnownServersFile;
import engine.cluster.LivenessWatch;
import engine.config.ConfigException;
import engine.config.Settings;
import engine.coordinates.ServerCoordinates;
import engine.dns.DnsServer;
import engine.events.RolloutCoordinator;
import engine.http.HttpServer;
import engine.http.LocalAgent;
import engine.http.Member;
import engine.http.Position;
import engine.http.Refusal;
import engine.link.AgentPort;
import engine.link.AgentPortClient;
import engine.link.HostPort;
import engine.link.Sessions;
import engine.link.StreamSettings;
import engine.local.Registry;
import engine.naming.Contact;
import engine.naming.Explanations;
import engine.operator.DeadServers;
import engine.proposal.Proposals;
import engine.queries.Distances;
import engine.queries.DnsQueries;
import engine.queries.Execution;
import engine.state.Key;
import engine.state.Op;
import engine.state.Store;
import engine.state.Value;
import engine.state.Value.Standing;
import engine.text.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/** A server: it keeps the state with the other servers, and takes client agents in. */
final class ServerRole implements Role {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ActorSystem<Void> system;
    private final Settings settings;
    private final ServerState state;
    private final ServerFloor floor;
    private final KvLog log;
    private final ClusterNode cluster;
    private final Members members;
    private final Removal removal;
    private final AttachedAgents agents;
    private final ActorRef<Sessions.Command> sessions;
    private final AgentPortClient client;
    private final ServerCalls calls;
    private final AgentPort port;
    private final Self self;
    private final Contact contact;
    private final DnsDirectory directory;
    private final Execution queries;
    private final AtomicReference<Settings> present;
    private final PortAnswers answers;
    private final Runnable begun;
    private final ServerCoordinates coordinates;
    private @Nullable ActorRef<AntiEntropy.Command> antiEntropy;
    private @Nullable Parts parts;
    private @Nullable DnsServer naming;

    /**
     * Starts the server's part in the cluster, which belongs to nobody yet, and opens the agent port.
     *
     * @param giveUp told a sentence when the server cannot go on
     * @throws ConfigException with a sentence when a port cannot be opened
     */
    ServerRole(ActorSystem<Void> system, Settings settings, String nodeId, ServerState state, Consumer<String> giveUp) {
        this.system = system;
        this.settings = settings;
        this.state = state;
        this.floor = ServerFloor.of(settings);
        this.present = new AtomicReference<>(settings);
        var name = settings.node().name();
        var liveness = new AtomicReference<ActorRef<LivenessWatch.Command>>(system.ignoreRef());
        this.log = KvLog.start(
                system,
                new KvLog.Ports(
                        settings, nodeId, state.published(), state.store(), this::gone, floor::servers, giveUp));
        this.cluster = ClusterNode.start(
                settings,
                serverPort -> new ClusterSystem.Ports(
                        nodeId,
                        name,
                        PekkoSettings.ofCluster(settings, serverPort, state.log()),
                        state.log(),
                        system,
                        state.store(),
                        view -> {
                            log.seen(view);
                            liveness.get().tell(new LivenessWatch.Seen(view));
                        },
                        Map.of(Proposals.NAME, log.link())),
                log,
                giveUp);
        this.members = new Members(
                state.published(),
                cluster::view,
                // An agent that keeps nothing shares no log.
                () -> settings.dataDir().isPresent()
                        ? log.leader()
                        : Optional.of(cluster.view().self()));
        this.removal = new Removal(system, state, cluster, members, this::forget);
        this.agents = new AttachedAgents(
                name,
                members,
                question -> state.ask(system, question),
                ops -> state.write(system, ops),
                InstantSource.system(),
                this::endRequests);
        this.coordinates = new ServerCoordinates(name, state.published(), members::agentPortsByName);
        this.answers = new PortAnswers(system, agents::refusal);
        this.sessions = spawn(
                Sessions.create(
                        StreamSettings.DEFAULT,
                        name,
                        members.agentPorts(),
                        agents,
                        Instant.now().toEpochMilli()),
                "sessions");
        var identity = AgentPorts.identity(settings, nodeId);
        this.client = new AgentPortClient(system, identity, AgentPorts.longest());
        this.calls = new ServerCalls(client, system);
        try {
            this.port = AgentPorts.bind(
                    system,
                    settings,
                    identity,
                    new AgentPort.Behind(
                            members::agentPorts, answers::report, Optional.of(sessions), answers::dns, answers::api));
        } catch (ConfigException e) {
            cluster.close();
            log.close();
            throw e;
        }
        this.self = new Self(
                settings,
                nodeId,
                cluster.port(),
                port.address().getPort(),
                Instant.now(),
                () -> Self.statistics(state.published().current()));
        this.queries = new Execution(state.published(), Distances.of(coordinates.http()));
        this.contact = new Contact(() -> members.leader().isPresent(), System::nanoTime);
        this.directory = new DnsDirectory(
                state.published(),
                () -> members.servers().stream().map(Value.Member::name).toList(),
                Edges.healthy(settings),
                new DnsQueries(queries, settings.node().name(), DnsDirectory::endpoint)::of,
                coordinates.http(),
                contact);
        this.begun = () -> {
            liveness.set(spawn(
                    LivenessWatch.create(state.published(), state.store(), InstantSource.system(), cluster.view()),
                    "liveness"));
            spawn(MaintenanceWatch.create(state.published(), state.store()), "maintenance");
        };
    }

    private void endRequests(String agent) {
        answers.gone(agent);
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return system.systemActorOf(behavior, name, Props.empty());
    }

    /** Ids of servers that have left or were taken out. */
    private Set<String> gone() {
        return state.published().current().members().values().stream()
                .filter(member -> member.server() && member.standing() == Standing.LEFT)
                .map(Value.Member::id)
                .collect(Collectors.toSet());
    }

    @Override
    public void begin(Parts made) {
        parts = made;
        var registration = self.registration();
        Agent.await(state.ask(system, replyTo -> new Store.Write(List.<Op>copyOf(registration), replyTo)));
        begun.run();
        var watching = new ServerNews(self.id(), sessions, members, this::forget);
        state.published().subscribe(watching);
        state.published().subscribe(agents);
        var own = new OwnEntries(settings.node().name(), self::registration, made.local());
        antiEntropy = spawn(
                AntiEntropy.create(new AntiEntropy.Ports(
                        replyTo -> made.registry()
                                .tell(new Registry.InTurn(() -> state.store()
                                        .tell(new Store.Own(settings.node().name(), own.puts(), replyTo)))),
                        () -> OwnEntries.differences(
                                settings.node().name(),
                                state.published()
                                        .current()
                                        .catalog()
                                        .nodes()
                                        .get(Key.fold(settings.node().name())),
                                own.puts()),
                        () -> state.published().current().catalog().nodes().size(),
                        RandomGenerator.getDefault())),
                "anti-entropy");
        state.published().subscribe(new AntiEntropy.Watch(own, antiEntropy));
        Agent.await(AskPattern.askWithStatus(antiEntropy, AntiEntropy.Begin::new, ANSWER, system.scheduler()));
        coordinateRollouts(made);
        made.resume(state.published().current().events(), Instant.now());
        ExternalProbing.begin(system, settings, made, state.published());
        contact.begin(system);
        AgentTelemetry.server(system, settings, made, state.published(), log, members, agents::count, contact);
        SnapshotSchedule.of(settings, state.published()).ifPresent(schedule -> spawn(schedule, "snapshots"));
    }

    private void coordinateRollouts(Parts made) {
        var coordination = log.coordination(
                state.published(),
                members,
                made.delivery().lamport(),
                ops -> state.ask(system, replyTo -> new Store.Write(ops, replyTo)));
        var coordinator = spawn(RolloutCoordinator.create(coordination, InstantSource.system()), "rollouts");
        state.published()
                .subscribe(new RolloutCoordination.Watch(coordination.rollouts(), coordination.leading(), coordinator));
    }

    @Override
    public CompletionStage<HttpServer> http(LocalAgent agent) {
        var operator = new HttpOperator(members, cluster::view, this::votes, removal, this::recovered);
        var edge = new ServerEdge(
                system, settings, () -> present.get().events(), state, log, members, coordinates, this::votes, queries);
        return HttpServer.bind(
                system,
                Edges.httpAddresses(settings),
                Edges.http(settings),
                edge.ports(
                        agent,
                        operator,
                        new HttpAutopilot(members, operator, state.published(), log, calls::handOver),
                        Objects.requireNonNull(parts),
                        new Explanations(
                                () -> Objects.requireNonNull(naming),
                                state.published(),
                                () -> Edges.healthy(present.get()))));
    }

    /** Whether the server with an id takes part in decisions; where nobody shares the log yet, each is shown so. */
    private boolean votes(String id) {
        var voters = log.voters();
        return voters.isEmpty() || voters.contains(id);
    }

    @Override
    public DnsServer dns() throws IOException {
        var started = DnsServer.start(
                Edges.addresses(settings.addresses().dns(), settings.ports().dns()), Edges.dns(settings), directory);
        naming = started;
        return Edges.secured(started, settings);
    }

    @Override
    public void reload(Settings changed) {
        present.set(changed);
        directory.serve(Edges.healthy(changed));
    }

    @Override
    public void open(HttpServer answering, DnsServer naming) {
        var file = settings.dataDir().map(KnownServersFile::new);
        KnownServers known;
        try {
            known = file.isPresent() ? file.get().read(settings.join().rejoinAfterLeave()) : KnownServers.NONE;
        } catch (IOException e) {
            throw new ConfigException(Reason.of(e));
        }
        var facts = new ClusterNode.Facts(
                settings.node().datacenter(),
                settings.node().name(),
                self.id(),
                AgentPorts.advertised(settings, self.agentPort()),
                floor::servers);
        var here = new HostPort(settings.advertiseAddress(), self.agentPort());
        var join = settings.join();
        var forming = spawn(
                Forming.create(
                        new FormingSettings(
                                join.retry(),
                                join.retryInterval(),
                                join.retryMax(),
                                settings.cluster().deadAfter()),
                        known,
                        new FormingWorld(
                                () -> cluster.self(facts),
                                address -> calls.report(address, here),
                                cluster,
                                () -> sessions.tell(Sessions.Disperse.INSTANCE),
                                (servers, left) -> {
                                    if (file.isPresent()) {
                                        file.get().write(servers, left);
                                    }
                                },
                                system.dispatchers().lookup(DispatcherSelector.blocking()),
                                InstantSource.system())),
                "forming");
        answers.begin(answering, naming, forming);
        coordinates.begin(system, client);
        if (!join.start().isEmpty()) {
            Agent.await(join(join.start()));
        }
        new AgentSweep(system, () -> cluster.view().formed(), agents::sweep).begin();
        beginReaping();
    }

    /** What is gone for long is taken out of the state. */
    private void beginReaping() {
        spawn(
                Reaper.create(
                        removal,
                        members,
                        () -> cluster.view().self(),
                        settings.cluster().reconnectTimeout(),
                        member -> !member.server()
                                || DeadServers.mayGo(
                                        HttpAutopilot.of(state.published()).configuration(),
                                        members.servers().size())),
                "reaper");
        spawn(
                CriticalReaper.create(
                        state.published(),
                        state.store(),
                        () -> members.leader().equals(Optional.of(cluster.view().self())),
                        System::nanoTime),
                "critical-reaper");
        spawn(
                ExternalReaper.create(
                        state,
                        members,
                        () -> cluster.view().self(),
                        settings.cluster().reconnectTimeout(),
                        System::nanoTime),
                "external-reaper");
    }

    @Override
    public List<Member> members() {
        return members.all();
    }

    @Override
    public Position position() {
        return coordinates.position();
    }

    @Override
    public Self self() {
        return self;
    }

    @Override
    public CompletionStage<Integer> join(List<String> addresses) {
        return answers.forming()
                .<CompletionStage<Integer>>map(forming -> AskPattern.askWithStatus(
                        forming, replyTo -> new Forming.Join(addresses, replyTo), ANSWER, system.scheduler()))
                .orElseGet(() -> CompletableFuture.failedStage(new Refusal(500, "the server is starting")));
    }

    @Override
    public CompletionStage<Done> forceLeave(String node, boolean prune) {
        return removal.forceLeave(node, prune);
    }

    /** A server is none of this cluster any more: no majority counts it. */
    private void forget(String id) {
        if (!id.equals(self.id())) {
            answers.forming().ifPresent(forming -> forming.tell(new Forming.Forget(id)));
        }
    }

    /** The agents as the state has them. */
    Members known() {
        return members;
    }

    /**
     * No more servers are counted on than are left; when those that are gone were too many for a majority, this one alone decides
     * from now on, and takes in those that are left.
     */
    private CompletionStage<Done> recovered(int lost) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        floor.recovered(Math.max(1, members.servers().size()));
                        if (lost > 0) {
                            log.recover(lost);
                        }
                        return Done.done();
                    } catch (IOException e) {
                        throw new Refusal(500, "the recovery cannot be kept: " + Reason.of(e));
                    }
                },
                system.dispatchers().lookup(DispatcherSelector.blocking()));
    }

    /** The cluster as it is seen from here. */
    ClusterNode cluster() {
        return cluster;
    }

    @Override
    public void depart(boolean forGood) {
        var name = settings.node().name();
        Agent.settle(log.handOver());
        if (!forGood) {
            Agent.settle(state.ask(
                    system, replyTo -> new Store.Stand(self.member(Standing.STOPPED, Instant.now()), replyTo)));
            return;
        }
        if (antiEntropy != null) {
            antiEntropy.tell(AntiEntropy.Leave.INSTANCE);
        }
        answers.forming()
                .ifPresent(forming ->
                        Agent.settle(AskPattern.ask(forming, Forming.Leave::new, ANSWER, system.scheduler())));
        Agent.settle(state.ask(system, replyTo -> new Store.DeleteNode(name, replyTo))
                .thenCompose(_ -> state.ask(
                        system, replyTo -> new Store.Stand(self.member(Standing.LEFT, Instant.now()), replyTo))));
        Agent.settle(cluster.leave());
    }

    @Override
    public void close() {
        Agent.settle(port.close(CLOSING));
        cluster.close();
        log.close();
    }
}
