package engine;

import engine.cluster.ClusterSystem;
import engine.cluster.LivenessWatch;
import engine.config.ConfigException;
import engine.config.Definitions;
import engine.config.Reload;
import engine.config.Settings;
import engine.dns.Directory;
import engine.dns.DnsServer;
import engine.durable.Journal;
import engine.durable.LocalLog;
import engine.durable.LogSetup;
import engine.durable.StateLog;
import engine.durable.Unkept;
import engine.events.Triggers;
import engine.http.Cluster.Server;
import engine.http.HttpServer;
import engine.snapshot.AutomaticSnapshots;
import engine.state.Key;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent. */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ActorSystem<Void> system;
    private final AtomicReference<Settings> present;
    private final Guardian.Parts parts;
    private final DnsDirectory directory;
    private final DnsServer dns;
    private final HttpServer http;
    private final ClusterNode cluster;
    private final Journal journal;
    private final LocalLog local;

    private Agent(
            ActorSystem<Void> system,
            AtomicReference<Settings> present,
            Guardian.Parts parts,
            ClusterNode cluster,
            DnsDirectory directory,
            DnsServer dns,
            HttpServer http,
            Journal journal,
            LocalLog local) {
        this.system = system;
        this.present = present;
        this.parts = parts;
        this.directory = directory;
        this.dns = dns;
        this.http = http;
        this.cluster = cluster;
        this.journal = journal;
        this.local = local;
    }

    /**
     * Starts an agent and waits until it answers.
     *
     * @throws ConfigException with a sentence when it cannot: a port in use, a data directory that cannot be written
     */
    static Agent start(Settings settings, HttpLocalAgent.Lifecycle lifecycle) {
        var nodeId = NodeId.of(settings);
        var firstIndex = settings.dataDir().map(IndexFile::next).orElse(1L);
        Journal journal = settings.dataDir().isPresent()
                ? StateLog.open(settings.dataDir().get().resolve("state"))
                : new Unkept();
        try {
            var local = settings.dataDir()
                    .map(dir -> LocalLog.open(dir.resolve("local"), Agent::endAtOnce))
                    .orElseGet(LocalLog::none);
            try {
                return start(settings, lifecycle, nodeId, firstIndex, journal, local);
            } catch (RuntimeException e) {
                local.close();
                throw e;
            }
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static Agent start(
            Settings settings,
            HttpLocalAgent.Lifecycle lifecycle,
            String nodeId,
            long firstIndex,
            Journal journal,
            LocalLog local) {
        var ready = new CompletableFuture<Guardian.Parts>();
        var setup = new LogSetup(journal, news -> ready.join().store().tell(new Store.Learn(news)), Agent::endAtOnce);
        var kept = Kept.of(firstIndex, setup, local, InstantSource.system());
        var system =
                ActorSystem.create(Guardian.create(settings, nodeId, kept, ready), "agent", PekkoSettings.ofAgent());
        var undo = new ArrayDeque<Runnable>();
        undo.push(() -> terminate(system));
        try {
            var parts = await(ready);
            undo.push(parts.processes()::close);
            var present = new AtomicReference<>(settings);
            var liveness = new AtomicReference<ActorRef<LivenessWatch.Command>>(system.ignoreRef());
            var cluster = ClusterNode.start(
                    settings,
                    port -> new ClusterSystem.Ports(
                            PekkoSettings.ofCluster(settings, port, setup),
                            setup,
                            system,
                            parts.store(),
                            () -> servers(settings, parts.published().current()),
                            view -> liveness.get().tell(new LivenessWatch.Seen(view))));
            undo.push(cluster::close);
            var self = new Self(settings, nodeId, cluster.port(), parts.published());
            await(ask(system, parts.store(), replyTo -> new Store.Write(List.copyOf(self.registration()), replyTo)));
            liveness.set(system.systemActorOf(
                    LivenessWatch.create(parts.published(), parts.store(), InstantSource.system(), cluster.view()),
                    "liveness",
                    Props.empty()));
            parts.triggers().tell(new Triggers.Define(settings.triggers()));
            await(configure(system, parts, settings));
            await(ask(system, parts.registry(), Registry.Restore::new));
            var antiEntropy = antiEntropy(system, parts, self);
            await(ask(system, antiEntropy, AntiEntropy.Begin::new));
            parts.delivery().resume(parts.published().current().events(), Instant.now());
            cluster.joinSelf();
            takeSnapshots(settings, system, parts);
            var directory = new DnsDirectory(
                    parts.published(),
                    List.of(settings.node().name()),
                    settings.dns().onlyPassing());
            var dns = startDns(settings, directory);
            undo.push(dns::close);
            var http = await(HttpServer.bind(
                    system,
                    Edges.addresses(
                            settings.addresses().http(), settings.ports().http()),
                    Edges.http(settings),
                    httpPorts(present, system, parts, self, cluster, lifecycle)));
            LOG.info(
                    "node {} of {} answers HTTP at {} and DNS at {}",
                    settings.node().name(),
                    settings.node().datacenter(),
                    http.addresses(),
                    dns.addresses());
            return new Agent(system, present, parts, cluster, directory, dns, http, journal, local);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    private static ActorRef<AntiEntropy.Command> antiEntropy(
            ActorSystem<Void> system, Guardian.Parts parts, Self self) {
        var node = self.settings().node().name();
        var published = parts.published();
        var own = new OwnEntries(node, self::registration, parts.local());
        var actor = system.systemActorOf(
                AntiEntropy.create(new AntiEntropy.Ports(
                        own::puts,
                        (puts, replyTo) -> parts.store().tell(new Store.Own(node, puts, replyTo)),
                        () -> OwnEntries.differences(
                                node, published.current().catalog().nodes().get(Key.fold(node)), own.puts()),
                        () -> published.current().catalog().nodes().size(),
                        RandomGenerator.getDefault())),
                "anti-entropy",
                Props.empty());
        published.subscribe(new AntiEntropy.Watch(own, actor));
        return actor;
    }

    private static void takeSnapshots(Settings settings, ActorSystem<Void> system, Guardian.Parts parts) {
        var interval = settings.snapshots().interval();
        if (settings.server() && interval.isPositive()) {
            settings.snapshots()
                    .dir()
                    .ifPresent(dir -> system.systemActorOf(
                            AutomaticSnapshots.create(
                                    new AutomaticSnapshots.Schedule(
                                            interval, settings.snapshots().retain(), dir),
                                    parts.published(),
                                    HttpSnapshots.origin(settings),
                                    InstantSource.system()),
                            "snapshots",
                            Props.empty()));
        }
    }

    /** How many servers there are in all, at least those that were to form the cluster. */
    private static int servers(Settings settings, Snapshot state) {
        var known = 0;
        for (var member : state.members().values()) {
            if (member.server() && member.standing() != Value.Standing.LEFT) {
                known++;
            }
        }
        return Math.max(known, Math.max(settings.bootstrapExpect(), 1));
    }

    /** Without an orderly end, which would go on answering: what is in memory may differ from what is on disk. */
    private static void endAtOnce(String why) {
        LOG.error(why);
        Runtime.getRuntime().halt(1);
    }

    private static DnsServer startDns(Settings settings, Directory directory) {
        try {
            return DnsServer.start(
                    Edges.addresses(settings.addresses().dns(), settings.ports().dns()),
                    Edges.dns(settings),
                    directory);
        } catch (IOException e) {
            // Its own message names the address; that of its cause would not.
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** @param present the settings, some of which a reload changes */
    private static HttpServer.Ports httpPorts(
            AtomicReference<Settings> present,
            ActorSystem<Void> system,
            Guardian.Parts parts,
            Self self,
            ClusterNode cluster,
            HttpLocalAgent.Lifecycle lifecycle) {
        var settings = present.get();
        var published = parts.published();
        var writes = new Writes(parts.store(), system);
        var changes = new HttpChanges(published);
        published.subscribe(changes);
        var address = settings.advertiseAddress() + ":" + settings.ports().server();
        var node = settings.node().name();
        return new HttpServer.Ports(
                new HttpLocalAgent(
                        settings,
                        () -> Definitions.ofBodies(present.get()),
                        parts.local(),
                        parts.registry(),
                        writes,
                        () -> self.describe(
                                parts.local().get(), present.get().log().level()),
                        lifecycle),
                new HttpCatalog(settings.node().datacenter(), published, new CatalogWrites(published, writes)),
                new HttpKeyValues(published, writes),
                new HttpUserEvents(
                        node,
                        () -> present.get().events().maxPayload(),
                        published,
                        parts.delivery().elsewhere(),
                        writes,
                        parts.eventIds(),
                        parts.delivery().lamport(),
                        InstantSource.system()),
                new HttpCluster(cluster, new Server(self.id(), node, address, true, true)),
                changes,
                HttpSnapshots.of(settings, system, published, parts.store()));
    }

    /** Where HTTP listens, with real ports. */
    List<InetSocketAddress> httpAddresses() {
        return http.addresses();
    }

    /** Where DNS listens, with real ports. */
    List<InetSocketAddress> dnsAddresses() {
        return dns.addresses();
    }

    /** Applies what can change while the agent runs. */
    CompletionStage<Done> reload(Settings read) {
        var settings = Reload.applied(present.get(), read);
        // What can be refused is made before anything changes.
        var httpSettings = Edges.http(settings);
        var dnsSettings = Edges.dns(settings);
        var triggers = new Triggers.Define(settings.triggers());
        present.set(settings);
        http.update(httpSettings);
        dns.update(dnsSettings);
        directory.onlyPassing(settings.dns().onlyPassing());
        parts.triggers().tell(triggers);
        return configure(system, parts, settings);
    }

    private static CompletionStage<Done> configure(ActorSystem<Void> system, Guardian.Parts parts, Settings settings) {
        return ask(
                system,
                parts.registry(),
                replyTo -> new Registry.Configure(settings.services(), settings.checks(), replyTo));
    }

    /** Ends everything: HTTP answers what waits, child processes are killed. Takes some seconds at most. */
    @Override
    public void close() {
        dns.close();
        var stopped = AskPattern.ask(parts.triggers(), Triggers.Stop::new, STOP_LIMIT, system.scheduler());
        parts.processes().close();
        settle(http.close());
        settle(stopped);
        settle(AskPattern.ask(parts.reports(), RunReports.Drain::new, STOP_LIMIT, system.scheduler()));
        cluster.close();
        terminate(system);
        // Nothing writes to the logs any more.
        local.close();
        journal.close();
    }

    private static void terminate(ActorSystem<Void> system) {
        system.terminate();
        settle(system.getWhenTerminated());
    }

    private static <C> CompletionStage<Done> ask(
            ActorSystem<Void> system, ActorRef<C> actor, Function<ActorRef<StatusReply<Boolean>>, C> question) {
        return AskPattern.askWithStatus(actor, question::apply, START_LIMIT, system.scheduler())
                .thenApply(_ -> Done.done());
    }

    private static void settle(CompletionStage<?> ending) {
        try {
            ending.toCompletableFuture()
                    .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("an orderly end took too long: {}", Reason.of(e));
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new ConfigException(
                    e.getCause() instanceof TimeoutException
                            ? "a part of it did not answer within %d seconds".formatted(START_LIMIT.toSeconds())
                            : Reason.of(e));
        }
    }
}
