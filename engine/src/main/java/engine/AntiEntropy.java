package engine;

import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * Keeps what the catalog has of this node as its agent says: tells all of it from time to time and when asked to, and on a
 * server sees within a second that somebody else changed it. Who keeps changing it is answered ever more slowly.
 *
 * <p>States: waiting (what was registered is not restored yet), steady, watching (the catalog differs, perhaps only because a
 * write is on its way), telling (an answer is awaited).
 */
final class AntiEntropy {

    /** What the actor is told. */
    sealed interface Command {}

    /** The registry knows all that is registered: the work begins, with a first telling. */
    record Begin(ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** An entry of this node is not as the agent said. */
    enum Differs implements Command {
        INSTANCE
    }

    /** The node leaves: from now on nothing is brought back. */
    enum Leave implements Command {
        INSTANCE
    }

    private enum Timer implements Command {
        INTERVAL,
        LOOK,
        CALM
    }

    private record Told(StatusReply<Boolean> reply) implements Command {}

    /**
     * What the actor works with.
     *
     * @param tell has the catalog's entries of the node made equal to what the agent has, and answers. What it has is read in turn
     *     with what is registered: older than a write before it, it would undo that.
     * @param differences where the catalog differs, by key with what it has instead; always none where there is no catalog
     * @param nodes how many nodes the cluster has
     */
    record Ports(
            Consumer<ActorRef<StatusReply<Boolean>>> tell,
            Supplier<Map<Key, Optional<Value>>> differences,
            IntSupplier nodes,
            RandomGenerator random) {}

    /** A telling that is not answered in this time is given up; the next one comes anyway. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    /** How often differences were put right since it was last calm. */
    private int rounds;

    private AntiEntropy(ActorContext<Command> context, TimerScheduler<Command> timers, Ports ports) {
        this.context = context;
        this.timers = timers;
        this.ports = ports;
    }

    static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new AntiEntropy(context, timers, ports).waiting()));
    }

    private Behavior<Command> waiting() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Begin(var replyTo) -> tell(replyTo);
            case Leave _ -> Behaviors.stopped();
            case Differs _, Timer _, Told _ -> Behaviors.same();
        });
    }

    private Behavior<Command> steady() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Begin(var replyTo) -> tell(replyTo);
            case Differs _ -> watching(Map.of());
            case Timer timer ->
                switch (timer) {
                    case INTERVAL -> tell();
                    case CALM -> calm();
                    case LOOK -> Behaviors.same();
                };
            case Leave _ -> Behaviors.stopped();
            case Told _ -> Behaviors.same();
        });
    }

    /** @param before the differences at the last look; what is the same at two looks is no write on its way */
    private Behavior<Command> watching(Map<Key, Optional<Value>> before) {
        timers.startSingleTimer(Timer.LOOK, Timer.LOOK, SyncPace.patience(rounds));
        return Behaviors.receiveMessage(command -> switch (command) {
            case Begin(var replyTo) -> tell(replyTo);
            case Differs _ -> Behaviors.same();
            case Timer timer ->
                switch (timer) {
                    case INTERVAL -> tell();
                    case CALM -> calm();
                    case LOOK -> look(before);
                };
            case Leave _ -> Behaviors.stopped();
            case Told _ -> Behaviors.same();
        });
    }

    private Behavior<Command> look(Map<Key, Optional<Value>> before) {
        var now = ports.differences().get();
        if (now.isEmpty()) {
            return steady();
        }
        var lasting = new HashMap<>(now);
        lasting.keySet()
                .removeIf(key -> !now.getOrDefault(key, Optional.empty()).equals(before.get(key)));
        if (lasting.isEmpty()) {
            return watching(now);
        }
        if (rounds == 0) {
            context.getLog()
                    .warn(
                            "the catalog had {} entries of this node other than this agent has, {} among them: they are put"
                                    + " right. What is registered with an agent is changed through that agent",
                            lasting.size(),
                            name(lasting.keySet().iterator().next()));
        }
        timers.startSingleTimer(Timer.CALM, Timer.CALM, SyncPace.calm(rounds));
        rounds++;
        return tell();
    }

    private Behavior<Command> calm() {
        rounds = 0;
        return Behaviors.same();
    }

    private static String name(Key key) {
        return switch (key) {
            case Key.Node(var node) -> "the node " + node;
            case Key.Service(var _, var id) -> "the service " + id;
            case Key.Check(var _, var id) -> "the check " + id;
            case Key.Member _,
                    Key.Kv _,
                    Key.Overlay _,
                    Key.Session _,
                    Key.Document _,
                    Key.Event _,
                    Key.Receipt _,
                    Key.Receipts _,
                    Key.Run _ -> key.text();
        };
    }

    private Behavior<Command> tell() {
        return tell(context.getSystem().ignoreRef());
    }

    private Behavior<Command> tell(ActorRef<StatusReply<Boolean>> replyTo) {
        timers.cancel(Timer.LOOK);
        var interval = SyncPace.interval(ports.nodes().getAsInt());
        var jitter = Duration.ofMillis(ports.random().nextLong(interval.toMillis()));
        timers.startSingleTimer(Timer.INTERVAL, Timer.INTERVAL, interval.plus(jitter));
        var self = context.getSelf();
        ActorRef<StatusReply<Boolean>> answer = context.spawnAnonymous(Behaviors.setup(waiting -> {
            waiting.setReceiveTimeout(ANSWER_LIMIT, StatusReply.error("the catalog did not answer in time"));
            return Behaviors.receiveMessage(reply -> {
                replyTo.tell(reply);
                self.tell(new Told(reply));
                return Behaviors.stopped();
            });
        }));
        ports.tell().accept(answer);
        return telling(false);
    }

    /** @param again whether there is a reason to look or tell once more */
    private Behavior<Command> telling(boolean again) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Begin(var replyTo) -> tell(replyTo);
            case Differs _ -> telling(true);
            case Timer timer ->
                switch (timer) {
                    case INTERVAL -> tell();
                    case CALM -> calm();
                    case LOOK -> Behaviors.same();
                };
            case Told(var reply) -> {
                if (!reply.isSuccess()) {
                    context.getLog()
                            .debug(
                                    "the catalog was not told what this agent has: {}",
                                    reply.getError().getMessage());
                }
                yield again ? watching(Map.of()) : steady();
            }
            case Leave _ -> Behaviors.stopped();
        });
    }

    /** Sees changes of this node's entries in the catalog that are not what its agent said. */
    record Watch(OwnEntries own, ActorRef<Command> actor) implements Published.Listener {
        @Override
        public void published(Snapshot before, Snapshot after, List<Change> changes) {
            for (var change : changes) {
                if (own.differs(change)) {
                    actor.tell(Differs.INSTANCE);
                    return;
                }
            }
        }
    }
}
