package engine.sources;

import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Triggers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actor that waits for what triggers wait for, where that is no event. One that waits for the same as before goes on. */
public final class SourceWatch {

    /** What it is told. */
    public sealed interface Command {}

    /** These are all the triggers from now on; what they wait for is told to {@code replyTo}. */
    public record Define(List<Trigger> triggers, ActorRef<Triggers.Command> replyTo) implements Command {
        public Define {
            triggers = List.copyOf(triggers);
        }
    }

    /** A trigger has all up to a place. */
    record Reached(String trigger, String position) implements Command {}

    /** Whoever defines triggers has done so: what was kept for others is of no use. */
    private enum Forget implements Command {
        INSTANCE
    }

    /** In this time after the start of an agent all its triggers are defined, wherever they are from. */
    private static final Duration DEFINING = Duration.ofMinutes(1);

    /** What triggers have seen, kept over a restart. */
    public interface Places {
        /** What was kept for a trigger; empty for nothing. */
        String get(String trigger);

        /** Keeps a text for a trigger. */
        void put(String trigger, String text);

        /** Forgets a trigger. */
        void forget(String trigger);

        /** Forgets all other triggers. */
        void retain(Set<String> triggers);
    }

    /**
     * What the actor needs.
     *
     * @param api answers GET requests to the HTTP API, given as path and query
     * @param places used by this actor alone
     * @param node name of this node
     * @param lamport the next logical time
     * @param settling how long a server takes to hear from the others what they know
     */
    public record Ports(
            Function<String, CompletionStage<Answer>> api,
            Places places,
            String node,
            LongSupplier lamport,
            InstantSource clock,
            Duration settling) {}

    /**
     * What a trigger waits for.
     *
     * @param kept whether its place is. What one of all nodes does for the catalog was done by those that were there: that a node failed
     *     has no mark by which another one could know it later
     */
    private record What(Source source, boolean kept) {
        static What of(Trigger trigger) {
            boolean kept = switch (trigger.on()) {
                case Source.CheckStatus _, Source.Instances _, Source.Nodes _ ->
                    trigger.once() == Trigger.Once.PER_NODE;
                default -> true;
            };
            return new What(trigger.on(), kept);
        }
    }

    private record Watched(What what, ActorRef<TriggerWatch.Command> watch) {}

    private final ActorContext<Command> context;
    private final Ports ports;
    private final Map<String, Watched> watched = new HashMap<>();

    private SourceWatch(ActorContext<Command> context, Ports ports) {
        this.context = context;
        this.ports = ports;
    }

    /** The behaviour of the actor. */
    public static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var watch = new SourceWatch(context, ports);
            timers.startSingleTimer(Forget.INSTANCE, DEFINING);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Define(var triggers, var replyTo) -> watch.define(triggers, replyTo);
                    case Reached(var trigger, var position) -> watch.reached(trigger, position);
                    case Forget _ -> ports.places().retain(Set.copyOf(watch.watched.keySet()));
                }
                return Behaviors.same();
            });
        }));
    }

    private void define(List<Trigger> triggers, ActorRef<Triggers.Command> replyTo) {
        var wanted = triggers.stream().collect(Collectors.toMap(Trigger::name, What::of));
        watched.entrySet().removeIf(entry -> {
            var gone = !entry.getValue().what().equals(wanted.get(entry.getKey()));
            if (gone) {
                context.stop(entry.getValue().watch());
                ports.places().forget(entry.getKey());
            }
            return gone;
        });
        wanted.forEach((name, what) -> observer(what.source())
                .ifPresent(fresh -> watched.computeIfAbsent(name, _ -> {
                    var place = place(name, what);
                    var observer = place.isEmpty() ? fresh : fresh.goingOn(place);
                    var watch = context.spawnAnonymous(
                            TriggerWatch.create(ports, name, observer, replyTo, context.getSelf()));
                    return new Watched(what, watch);
                })));
    }

    /** What decides, as it knows nothing; empty for what is no matter of this actor. */
    private Optional<Observer> observer(Source source) {
        return switch (source) {
            case Source.UserEvent _, Source.WatchedEvents _, Source.Handled _ -> Optional.empty();
            case Source.Keys keys -> Optional.of(KeyObserver.of(keys));
            case Source.CheckStatus checks -> Optional.of(settling(CheckObserver.of(checks)));
            case Source.Instances instances -> Optional.of(settling(InstanceObserver.of(instances)));
            case Source.Nodes nodes -> Optional.of(settling(NodeObserver.of(nodes)));
            case Source.Schedule schedule ->
                Optional.of(ScheduleObserver.from(schedule, ports.clock().instant()));
            case Source.Watch query -> Optional.of(WatchObserver.of(query));
        };
    }

    private Observer settling(Observer observer) {
        return SettlingObserver.of(observer, ports.settling());
    }

    /** Where a trigger was before a restart, if it waited for the same. */
    private String place(String trigger, What what) {
        var text = what.kept() ? ports.places().get(trigger) : "";
        var mark = mark(what.source());
        return text.startsWith(mark) ? text.substring(mark.length()) : "";
    }

    private void reached(String trigger, String position) {
        var known = watched.get(trigger);
        if (known == null) {
            return;
        }
        if (known.what().kept()) {
            ports.places().put(trigger, mark(known.what().source()) + position);
        } else {
            ports.places().forget(trigger);
        }
    }

    /** What a place belongs to: of another source it says nothing. */
    private static String mark(Source source) {
        var what = switch (source) {
            case Source.Keys keys -> keys.path() + " " + keys.prefix() + " " + new TreeSet<>(keys.operations());
            case Source.Instances(var service, var tag, var changes) ->
                List.of("service", service, tag, new TreeSet<>(changes)).toString();
            case Source.Nodes(var name, var changes) -> "node " + name + " " + new TreeSet<>(changes);
            default -> source.toString();
        };
        return what + "\n";
    }
}
