package engine;

import engine.config.ConfigException;
import engine.config.Definitions;
import engine.config.Reload;
import engine.config.Settings;
import engine.dns.DnsServer;
import engine.durable.Journal;
import engine.durable.LocalLog;
import engine.durable.StateLog;
import engine.durable.Unkept;
import engine.events.Triggers;
import engine.http.HttpServer;
import engine.local.Registry;
import engine.logging.Monitors;
import engine.text.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent, server or client agent. */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ActorSystem<Void> system;
    private final AtomicReference<Settings> present;
    private final Parts parts;
    private final Role role;
    private final DnsServer dns;
    private final HttpServer http;
    private final Deque<AutoCloseable> files;
    private final AtomicBoolean forGood = new AtomicBoolean();

    private Agent(
            ActorSystem<Void> system,
            AtomicReference<Settings> present,
            Parts parts,
            Role role,
            DnsServer dns,
            HttpServer http,
            Deque<AutoCloseable> files) {
        this.system = system;
        this.present = present;
        this.parts = parts;
        this.role = role;
        this.dns = dns;
        this.http = http;
        this.files = files;
    }

    /**
     * Starts an agent and waits until it answers; it may be that it still looks for others then.
     *
     * @throws ConfigException with a sentence when it cannot: a port in use, a data directory that cannot be written
     */
    static Agent start(Settings settings, HttpLocalAgent.Lifecycle lifecycle) {
        var files = new ArrayDeque<AutoCloseable>();
        try {
            return start(settings, lifecycle, files);
        } catch (RuntimeException e) {
            close(files);
            throw e;
        }
    }

    private static Agent start(Settings settings, HttpLocalAgent.Lifecycle lifecycle, Deque<AutoCloseable> files) {
        var nodeId = NodeId.of(settings);
        var local = settings.dataDir()
                .map(dir -> LocalLog.open(dir.resolve("local"), Agent::endAtOnce))
                .orElseGet(LocalLog::none);
        files.push(local);
        return settings.server()
                ? startServer(settings, lifecycle, nodeId, local, files)
                : startClient(settings, lifecycle, nodeId, local, files);
    }

    private static Agent startServer(
            Settings settings,
            HttpLocalAgent.Lifecycle lifecycle,
            String nodeId,
            LocalLog local,
            Deque<AutoCloseable> files) {
        Journal journal = settings.dataDir().isPresent()
                ? StateLog.open(settings.dataDir().get().resolve("state"))
                : new Unkept();
        files.push(journal);
        var state = new ServerState(settings, nodeId, journal, local, Agent::endAtOnce);
        var ready = new CompletableFuture<Parts>();
        var kept = Kept.of(local, InstantSource.system());
        var system = ActorSystem.create(
                Guardian.create(settings, state::parts, kept, ready), "agent", PekkoSettings.ofAgent());
        return start(
                settings,
                lifecycle,
                system,
                ready,
                () -> new ServerRole(system, settings, nodeId, state, lifecycle::giveUp),
                files);
    }

    private static Agent startClient(
            Settings settings,
            HttpLocalAgent.Lifecycle lifecycle,
            String nodeId,
            LocalLog local,
            Deque<AutoCloseable> files) {
        var ground = new ClientRole.Ground();
        var ready = new CompletableFuture<Parts>();
        var kept = Kept.of(local, InstantSource.system());
        var system = ActorSystem.create(
                Guardian.create(settings, _ -> ground.parts(), kept, ready), "agent", PekkoSettings.ofAgent());
        return start(
                settings,
                lifecycle,
                system,
                ready,
                () -> ClientRole.start(system, settings, nodeId, ground, lifecycle::giveUp),
                files);
    }

    private static Agent start(
            Settings settings,
            HttpLocalAgent.Lifecycle lifecycle,
            ActorSystem<Void> system,
            CompletableFuture<Parts> ready,
            Supplier<Role> making,
            Deque<AutoCloseable> files) {
        var undo = new ArrayDeque<Runnable>();
        undo.push(() -> terminate(system));
        try {
            var parts = await(ready);
            undo.push(parts.processes()::close);
            var role = making.get();
            undo.push(role::close);
            parts.handlers().tell(new MemberHandlers.Configure(settings));
            await(configure(system, parts, settings));
            await(ask(system, parts.registry(), Registry.Restore::new));
            // Not before the services are there: events that have come wait for the triggers, and where they run.
            parts.definitions().tell(triggers(settings));
            role.begin(parts);
            var present = new AtomicReference<>(settings);
            var dns = startDns(role);
            undo.push(dns::close);
            var http = await(role.http(new HttpLocalAgent(
                    settings,
                    () -> Definitions.ofBodies(present.get()),
                    parts.local(),
                    new Asking(system),
                    parts.registry(),
                    role,
                    () -> present.get().log().level(),
                    lifecycle)));
            undo.push(() -> settle(http.close()));
            parts.api().complete(http::handle);
            role.open(http, dns);
            LOG.info(
                    "node {} of {} answers HTTP at {} and DNS at {}",
                    settings.node().name(),
                    settings.node().datacenter(),
                    http.addresses(),
                    dns.addresses());
            return new Agent(system, present, parts, role, dns, http, files);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    /** Without an orderly end, which would go on answering: what is in memory may differ from what is on disk. */
    private static void endAtOnce(String why) {
        LOG.error(why);
        Runtime.getRuntime().halt(1);
    }

    private static DnsServer startDns(Role role) {
        try {
            return role.dns();
        } catch (IOException e) {
            // Its own message names the address; that of its cause would not.
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** Where HTTP listens, with real ports. */
    List<InetSocketAddress> httpAddresses() {
        return http.addresses();
    }

    /** Where DNS listens, with real ports. */
    List<InetSocketAddress> dnsAddresses() {
        return dns.addresses();
    }

    /** The port on which agents talk to each other, as opened. */
    int agentPort() {
        return role.self().agentPort();
    }

    /** Server or client agent. */
    Role role() {
        return role;
    }

    /** Applies what can change while the agent runs. */
    CompletionStage<Done> reload(Settings read) {
        var settings = Reload.applied(present.get(), read);
        // What can be refused is made before anything changes.
        var httpSettings = Edges.http(settings);
        var dnsSettings = Edges.dns(settings);
        var triggers = triggers(settings);
        present.set(settings);
        http.update(httpSettings);
        dns.update(dnsSettings);
        role.reload(settings);
        AgentTelemetry.expose(settings);
        parts.definitions().tell(triggers);
        parts.handlers().tell(new MemberHandlers.Configure(settings));
        return configure(system, parts, settings);
    }

    private static TriggerDefinitions.Configure triggers(Settings settings) {
        return new TriggerDefinitions.Configure(
                Stream.concat(settings.triggers().stream(), SerfHandlers.triggers(settings).stream())
                        .toList(),
                new AllowList(settings.allowTriggers()),
                settings.events().triggerTimeout());
    }

    private static CompletionStage<Done> configure(ActorSystem<Void> system, Parts parts, Settings settings) {
        return ask(
                system,
                parts.registry(),
                replyTo -> new Registry.Configure(settings.services(), settings.checks(), replyTo));
    }

    /** The agent does not mean to come back: {@link #close} has it leave. */
    void leaveForGood() {
        forGood.set(true);
    }

    /** Ends everything: the others are told, HTTP answers what waits, child processes are killed. Takes some seconds at most. */
    @Override
    public void close() {
        var comesBack = !forGood.get() && present.get().dataDir().isPresent();
        var stopped = AskPattern.<Triggers.Command, Done>ask(
                parts.triggers(), replyTo -> new Triggers.Stop(comesBack, replyTo), STOP_LIMIT, system.scheduler());
        parts.processes().close();
        settle(stopped);
        settle(AskPattern.ask(parts.reports(), RunReports.Drain::new, STOP_LIMIT, system.scheduler()));
        role.depart(forGood.get());
        dns.close();
        Monitors.ofProcess().close();
        settle(http.close());
        role.close();
        terminate(system);
        // Nothing writes to the logs any more.
        close(files);
    }

    private static void close(Deque<AutoCloseable> files) {
        for (var file : files) {
            try {
                file.close();
            } catch (Exception e) {
                LOG.warn("a file was not closed: {}", Reason.of(e));
            }
        }
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

    /** Waits for an ending, which may fail or take too long. */
    static void settle(CompletionStage<?> ending) {
        try {
            ending.toCompletableFuture()
                    .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("an orderly end took too long: {}", Reason.of(e));
        }
    }

    /** @throws ConfigException with a sentence when it fails or takes too long */
    static <T> T await(CompletionStage<T> stage) {
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
