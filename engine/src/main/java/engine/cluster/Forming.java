package engine.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server form, find and keep its cluster: asks the servers that it knows of, has {@link Formation} and {@link Downing}
 * decide, and has a {@link ClusterControl} do it. Rounds come every 200 ms at first, each second while no cluster is found,
 * every two seconds while a server of the cluster is missing, and every ten at rest.
 */
public final class Forming {

    /** What the search is told and asked. */
    public sealed interface Command {}

    /** Looks for servers at these addresses now; the answer is how many of them are servers that can be joined. */
    public record Join(List<String> addresses, ActorRef<StatusReply<Integer>> replyTo) implements Command {
        public Join {
            addresses = List.copyOf(addresses);
        }
    }

    /** What this server answers to {@code GET /cluster}. */
    public record GetReport(ActorRef<ServerReport> replyTo) implements Command {}

    /** An agent of this cluster asked from this agent port: it is asked too from now on. */
    public record Heard(InetSocketAddress agent) implements Command {}

    /** A server left, was forced out, or was away for too long: it is no longer one of the cluster. */
    public record Forget(String id) implements Command {}

    /** This server is about to leave on purpose: it notes that on disk and searches no more. */
    public record Leave(ActorRef<Done> replyTo) implements Command {}

    private enum Event implements Command {
        ROUND,
        LATE,
        REPORT_WAITING,
        TELL_AGAIN,
        WRITTEN
    }

    private record Resolved(String text, List<InetSocketAddress> addresses, String failure) implements Command {}

    private record Answered(InetSocketAddress from, ServerReport report) implements Command {}

    private record Failed(InetSocketAddress from, String reason) implements Command {}

    private record Tried(List<JoinAttempt> attempts, ActorRef<StatusReply<Integer>> replyTo) implements Command {}

    private record Left(ActorRef<Done> replyTo) implements Command {}

    private record NotWritten(String reason) implements Command {}

    private static final Logger LOG = LoggerFactory.getLogger(Forming.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration SEARCH = Duration.ofSeconds(1);
    private static final Duration REPAIR = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration LATE = Duration.ofSeconds(1);
    /** How long it is tried to join a cluster that has lost its majority. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A gap between rounds by which one sees that the process stood still, and how long others then have to be heard again. */
    private static final Duration STILL = REST.plus(REPAIR);

    private static final Duration AWAKE = Duration.ofSeconds(10);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final FormingSettings settings;
    private final FormingWorld world;
    private final Downing.Policy policy;
    private final JoinAddresses lookup;
    private final Probes probes = new Probes();
    private final Severed severed = new Severed();
    private final List<String> unresolved;
    private final Orders orders;
    private Standing standing;
    private KnownServers written;
    private @Nullable KnownServers writing;
    private Duration pace = FIRST;
    private Instant searching;
    private Instant decided;
    private Instant awake;
    private int attempts;
    private boolean asking;
    private boolean formed;
    private boolean outside;
    private boolean regular = true;

    private Forming(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            FormingSettings settings,
            KnownServers known,
            FormingWorld world) {
        this.ctx = ctx;
        this.timers = timers;
        this.settings = settings;
        this.world = world;
        this.policy = Downing.Policy.of(settings.deadAfter());
        this.lookup = new JoinAddresses(world.blocking());
        this.orders = new Orders(world.control());
        this.unresolved = new ArrayList<>(settings.retryJoin());
        this.standing = Standing.from(known);
        this.written = known;
        this.searching = world.clock().instant();
        this.decided = searching;
        this.awake = searching;
    }

    /** @param known what was kept on disk */
    public static Behavior<Command> create(FormingSettings settings, KnownServers known, FormingWorld world) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var forming = new Forming(ctx, timers, settings, known, world);
            forming.start();
            return Behaviors.receiveMessage(forming::receive);
        }));
    }

    private void start() {
        probes.learn(standing.known(), List.of());
        timers.startTimerWithFixedDelay(Event.REPORT_WAITING, Event.REPORT_WAITING, settings.retryInterval());
        resolve();
        // Lookups have this long before the first round does without them.
        timers.startSingleTimer(Event.ROUND, Event.ROUND, unresolved.isEmpty() ? Duration.ZERO : SEARCH);
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Join(var addresses, var replyTo) -> join(addresses, replyTo);
            case GetReport(var replyTo) ->
                replyTo.tell(standing.report(world.self().get()));
            case Heard(var agent) -> probes.heard(agent);
            case Forget(var id) -> {
                standing = standing.forgetting(id);
                write();
            }
            case Leave(var replyTo) -> {
                return leave(replyTo);
            }
            case Event event -> event(event);
            case Resolved resolved -> resolved(resolved);
            case Answered(var from, var report) -> {
                probes.answered(from, report, now());
                completed();
            }
            case Failed(var from, var reason) -> {
                probes.failed(from, reason);
                completed();
            }
            case Tried(var tried, var replyTo) -> tried(tried, replyTo);
            case Left _ -> {}
            case NotWritten(var reason) -> {
                writing = null;
                LOG.error("the servers of the cluster could not be kept on disk: {}", reason);
            }
        }
        return Behaviors.same();
    }

    private void event(Event event) {
        switch (event) {
            case ROUND -> round();
            case LATE -> {
                probes.late();
                completed();
            }
            case REPORT_WAITING -> interval();
            case TELL_AGAIN -> orders.forget();
            case WRITTEN -> {
                written = Objects.requireNonNullElse(writing, written);
                writing = null;
                write();
            }
        }
    }

    private Instant now() {
        return world.clock().instant();
    }

    // Addresses

    private void resolve() {
        for (var text : settings.retryJoin()) {
            ctx.pipeToSelf(
                    lookup.resolve(text),
                    (addresses, failure) -> failure == null && addresses != null
                            ? new Resolved(text, addresses, "")
                            : new Resolved(text, List.of(), JoinAttempt.reason(failure)));
        }
    }

    private void resolved(Resolved resolved) {
        if (resolved.failure().isEmpty()) {
            probes.configured(resolved.text(), resolved.addresses());
        } else {
            LOG.warn("retry-join: {}: {}; trying again", resolved.text(), resolved.failure());
        }
        if (unresolved.remove(resolved.text()) && unresolved.isEmpty()) {
            timers.startSingleTimer(Event.ROUND, Event.ROUND, Duration.ZERO);
        }
    }

    // Rounds

    private void round() {
        var self = world.self().get();
        asking = true;
        for (var target : probes.round(now(), self.agent())) {
            ctx.pipeToSelf(
                    world.probe().apply(target),
                    (report, failure) -> failure == null && report != null
                            ? new Answered(target, report)
                            : new Failed(target, JoinAttempt.reason(failure)));
        }
        timers.startSingleTimer(Event.LATE, Event.LATE, LATE);
        completed();
    }

    private void completed() {
        if (asking && probes.complete()) {
            asking = false;
            timers.cancel(Event.LATE);
            decide();
        }
    }

    private void decide() {
        var self = world.self().get();
        var now = now();
        var answers = probes.fresh(now);
        var changed = standing.uid() != self.uid() || formed != self.formed();
        if (changed) {
            orders.forget();
            formed = self.formed();
            searching = now;
            pace = FIRST;
        }
        if (Duration.between(decided, now).compareTo(STILL) > 0) {
            LOG.warn(
                    "this process stood still for {} s",
                    Duration.between(decided, now).toSeconds());
            awake = now.plus(AWAKE);
        }
        decided = now;
        var found = standing.sees().size();
        standing = standing.after(
                self, answers, regular, Duration.between(searching, now).compareTo(PATIENCE) < 0);
        probes.learn(standing.known(), answers);
        write();
        if (standing.decision() instanceof Decision.Wait) {
            searching = now;
        }
        orders.follow(standing.decision(), probes.failures())
                .ifPresent(again -> timers.startSingleTimer(Event.TELL_AGAIN, Event.TELL_AGAIN, again));
        var before = outside;
        outside = standing.decision() instanceof Decision.Join;
        if (outside && !before) {
            world.outside().run();
        }
        var me = standing.report(self);
        if (!now.isBefore(awake)) {
            var lost = Downing.decide(me, answers, policy);
            if (!lost.isEmpty()) {
                world.control().down(lost);
            }
        }
        if (severed.after(self, answers)) {
            world.control().reconnect();
        }
        regular = true;
        timers.startSingleTimer(
                Event.ROUND, Event.ROUND, next(me, answers, standing.sees().size() != found));
    }

    private Duration next(ServerReport me, List<ServerReport> answers, boolean news) {
        if (me.formed()) {
            return Standing.atRest(me, answers) ? REST : REPAIR;
        }
        var next = news ? FIRST : pace;
        pace = Collections.min(List.of(SEARCH, next.multipliedBy(11).dividedBy(10)));
        return next;
    }

    /** Each {@code retry-interval}: another lookup, and another line in the log. */
    private void interval() {
        orders.speak();
        if (!formed) {
            resolve();
            attempts = probes.reachesConfigured() ? 0 : attempts + 1;
            if (settings.retryMax() > 0
                    && attempts == settings.retryMax()
                    && !settings.retryJoin().isEmpty()) {
                world.control()
                        .gaveUp("no address of retry-join answered in " + attempts + " attempts" + probes.failures());
            }
        } else {
            attempts = 0;
        }
    }

    // engine join

    private void join(List<String> addresses, ActorRef<StatusReply<Integer>> replyTo) {
        var attempts = addresses.stream()
                .map(text -> JoinAttempt.of(text, lookup, world.probe()).toCompletableFuture())
                .toList();
        ctx.pipeToSelf(
                CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                        .thenApply(_ ->
                                attempts.stream().map(CompletableFuture::join).toList()),
                (tried, _) -> new Tried(Objects.requireNonNullElse(tried, List.of()), replyTo));
    }

    private void tried(List<JoinAttempt> tried, ActorRef<StatusReply<Integer>> replyTo) {
        var me = standing.report(world.self().get());
        var failures = new ArrayList<String>();
        var joined = 0;
        for (var attempt : tried) {
            var failure = attempt.failure(me);
            if (failure.isPresent()) {
                failures.add(failure.get());
            } else {
                joined++;
                attempt.reports().keySet().forEach(probes::heard);
            }
        }
        if (joined == 0) {
            replyTo.tell(StatusReply.error(failures.isEmpty() ? "no address was given" : String.join("; ", failures)));
            return;
        }
        failures.forEach(failure -> LOG.warn("join: {}", failure));
        replyTo.tell(StatusReply.success(joined));
        if (!asking) {
            regular = false;
            pace = FIRST;
            timers.startSingleTimer(Event.ROUND, Event.ROUND, Duration.ZERO);
        }
    }

    // The file

    /** One write at a time; what changed meanwhile is written after it. */
    private void write() {
        var known = standing.known();
        if (writing == null && !known.equals(written)) {
            writing = known;
            ctx.pipeToSelf(
                    world.written(known, false),
                    (_, failure) -> failure == null ? Event.WRITTEN : new NotWritten(JoinAttempt.reason(failure)));
        }
    }

    private Behavior<Command> leave(ActorRef<Done> replyTo) {
        timers.cancelAll();
        ctx.pipeToSelf(world.written(standing.known(), true), (_, failure) -> {
            if (failure != null) {
                return new NotWritten(JoinAttempt.reason(failure));
            }
            return new Left(replyTo);
        });
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Left(var asker) -> asker.tell(Done.done());
                case NotWritten(var reason) -> {
                    LOG.error("that this server leaves could not be kept on disk: {}", reason);
                    replyTo.tell(Done.done());
                }
                case GetReport(var asker) ->
                    asker.tell(standing.report(world.self().get()));
                case Leave(var asker) -> asker.tell(Done.done());
                case Join(var _, var asker) -> asker.tell(StatusReply.error("this server is leaving"));
                case Heard _, Forget _, Event _, Resolved _, Answered _, Failed _, Tried _ -> {}
            }
            return Behaviors.same();
        });
    }
}
