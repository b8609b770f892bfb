package engine.cluster;

import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Shows of every agent, as a check of its node, whether it is alive: worked out by each server for itself. */
public final class LivenessWatch {
    /** Name of the check, by which existing clients know it. */
    public static final String CHECK = "serfHealth";

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration HOLD = Duration.ofSeconds(15);
    /** In this time the server that has an agent contradicts another one that says it has failed. */
    private static final Duration DOUBT = Duration.ofSeconds(1);
    /** As long as servers take to join that have all started at the same time, on a machine that is busy with that. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    /** In this time a server that is reached again tells what became of its client agents while it was not. */
    private static final Duration TELLING = Duration.ofSeconds(2);

    /** What it is told. */
    public sealed interface Command {}

    /** The cluster is seen otherwise. */
    public record Seen(ClusterView view) implements Command {}

    /**
     * Agents have come, gone or changed.
     *
     * @param doubtful those of them that have failed by a word that is not to be believed at once
     */
    private record Changed(List<String> names, List<String> doubtful) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private enum Look implements Command {
        INSTANCE
    }

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Published published;
    private final ActorRef<Store.Command> store;
    private final InstantSource clock;
    private final Map<String, Instant> lost = new HashMap<>();
    private final Map<String, Boolean> told = new HashMap<>();
    /** Agents whose failure is doubtful, and until when. */
    private final Map<String, Instant> doubts = new HashMap<>();
    /** Client agents that were dead while their server could not be reached, and until when what is known of them counts as old. */
    private final Map<String, Instant> stale = new HashMap<>();

    /** Nobody fails for not having been heard while this process stood still. */
    private final Standstill standstill;

    private ClusterView view;
    /**
     * Until then a server that belongs to no cluster yet, because it or its part in the cluster has just started, takes the
     * other servers for reachable: it has not looked yet.
     */
    private Instant hold;
    /** The same for one that has just become part of the cluster: those that it has not met yet may be on their way. */
    private Instant settled;

    /** Addresses of the servers that have been reached since this one became part of the cluster. */
    private final Set<String> met = new HashSet<>();

    private LivenessWatch(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            Published published,
            ActorRef<Store.Command> store,
            InstantSource clock,
            ClusterView view) {
        this.ctx = ctx;
        this.timers = timers;
        this.published = published;
        this.store = store;
        this.clock = clock;
        this.view = view;
        this.hold = clock.instant().plus(HOLD);
        this.settled = clock.instant();
        this.standstill = new Standstill(clock.instant());
        timers.startTimerWithFixedDelay(Look.INSTANCE, Standstill.LOOK);
    }

    /** @param view as it is at the start */
    public static Behavior<Command> create(
            Published published, ActorRef<Store.Command> store, InstantSource clock, ClusterView view) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var watch = new LivenessWatch(ctx, timers, published, store, clock, view);
            published.subscribe(new Listener(ctx.getSelf()));
            watch.all();
            return Behaviors.receiveMessage(watch::receive);
        }));
    }

    /** Runs where the store publishes. */
    private record Listener(ActorRef<Command> watch) implements Published.Listener {
        @Override
        public void published(Snapshot before, Snapshot after, List<Change> changes) {
            var names = new ArrayList<String>();
            var doubtful = new ArrayList<String>();
            for (var change : changes) {
                if (change.key() instanceof Key.Member(var name)) {
                    names.add(name);
                    if (change.entry().value() instanceof Value.Member now
                            && Liveness.isDoubtful(before.members().get(name), now)) {
                        doubtful.add(name);
                    }
                }
            }
            if (!names.isEmpty()) {
                watch.tell(new Changed(names, doubtful));
            }
        }
    }

    private Behavior<Command> receive(Command command) {
        standstill.look(clock.instant());
        switch (command) {
            case Seen(var seen) -> {
                if (seen.formed() && !view.formed()) {
                    settled = clock.instant().plus(SETTLING);
                    met.clear();
                }
                seen.others().forEach(other -> met.add(other.address()));
                if (seen.formed() || view.formed()) {
                    hold = clock.instant().plus(HOLD);
                }
                view = seen;
                all();
            }
            case Changed(var names, var doubtful) -> {
                names.forEach(doubts::remove);
                names.forEach(stale::remove);
                doubtful.forEach(name -> doubts.put(name, clock.instant().plus(DOUBT)));
                var members = published.current().members();
                // A server that changes takes its client agents with it.
                if (names.stream().anyMatch(name -> {
                    var member = members.get(name);
                    return member == null || member.server();
                })) {
                    all();
                } else {
                    show(names);
                }
            }
            case Tick _ -> all();
            case Look _ -> {}
        }
        return Behaviors.same();
    }

    private void all() {
        var names = new ArrayList<>(told.keySet());
        var now = clock.instant();
        doubts.values().removeIf(until -> !now.isBefore(until));
        stale.values().removeIf(until -> !now.isBefore(until));
        for (var member : published.current().members().values()) {
            var name = Key.fold(member.name());
            if (!told.containsKey(name)) {
                names.add(name);
            }
            if (member.server()) {
                if (Liveness.up(member, view)
                        || (member.standing() == Value.Standing.ALIVE && isAssumed(member, now))
                        || isUnheard(name, now)) {
                    if (lost.remove(name) != null) {
                        regained(name, now);
                    }
                } else {
                    lost.putIfAbsent(name, now);
                }
            }
        }
        show(names);
    }

    private void regained(String server, Instant now) {
        for (var member : published.current().members().values()) {
            var name = Key.fold(member.name());
            if (!member.server() && Key.fold(member.via()).equals(server) && !told.getOrDefault(name, true)) {
                stale.put(name, now.plus(TELLING));
            }
        }
    }

    private boolean holds(Instant now) {
        return now.isBefore(view.formed() ? settled : hold);
    }

    /** Not one that was dead already before this server's part in the cluster started anew. */
    private boolean isAssumed(Value.Member server, Instant now) {
        return holds(now)
                && told.getOrDefault(Key.fold(server.name()), true)
                && !(view.formed() && met.contains(Liveness.address(server)));
    }

    /** Whether it was alive before this process stood still, and may only not have been heard since. */
    private boolean isUnheard(String name, Instant now) {
        return standstill.listens(now) && told.getOrDefault(name, false);
    }

    private void show(List<String> names) {
        var members = published.current().members();
        var now = clock.instant();
        var liveness = new Liveness(members, view, lost, server -> isAssumed(server, now));
        var checks = new ArrayList<Value.Check>();
        var gone = new ArrayList<Key.Check>();
        for (var name : names) {
            var member = members.get(name);
            if (member == null || member.standing() == Value.Standing.LEFT) {
                if (told.remove(name) != null) {
                    gone.add(new Key.Check(name, CHECK));
                }
            } else {
                var alive = (liveness.alive(member, now) && !stale.containsKey(name))
                        || (doubts.containsKey(name) && told.getOrDefault(name, false))
                        || isUnheard(name, now);
                var before = told.put(name, alive);
                if (before == null || before != alive) {
                    var check = check(member.name(), alive);
                    // After a start here it is the agent that knows since when.
                    var asItSays = before == null && alive == (member.standing() == Value.Standing.ALIVE);
                    checks.add(asItSays ? check.since(member.since()) : check);
                }
            }
        }
        if (!checks.isEmpty() || !gone.isEmpty()) {
            store.tell(new Store.Derive(checks, gone, ctx.getSystem().ignoreRef()));
        }
        if (liveness.waits(now) || holds(now) || !doubts.isEmpty() || !stale.isEmpty() || standstill.listens(now)) {
            timers.startSingleTimer(Tick.INSTANCE, TICK);
        }
    }

    private static Value.Check check(String node, boolean alive) {
        return new Value.Check(
                node,
                CHECK,
                "Serf Health Status",
                alive ? "passing" : "critical",
                "",
                alive ? "Agent alive and reachable" : "Agent not live or unreachable",
                "",
                "",
                List.of(),
                "");
    }
}
