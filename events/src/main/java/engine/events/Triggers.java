package engine.events;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actor of a node that turns events into runs of triggers. A trigger runs once per event; its runs follow one another
 * in the order in which the events came, those of different triggers run side by side. What happens is told to the
 * {@link RunLog}: the receipt of an event, then every run as queued, then how it goes on.
 */
public final class Triggers {
    /** Event ids remembered, so that a duplicate does not run again. */
    static final int REMEMBERED_EVENTS = 10_000;

    /** What is said to the actor. */
    public sealed interface Command {}

    /** An event has arrived. Told again for the same id, it is dropped. */
    public record Deliver(Event event) implements Command {}

    /**
     * Replaces the triggers; before the first one there is none. Runs in progress go on. Queued runs of a trigger that is
     * gone, or waits for something else now, are skipped; those of a changed trigger run as it is defined now.
     *
     * @param triggers with names that differ
     */
    public record Define(List<Trigger> triggers) implements Command {
        public Define {
            triggers = List.copyOf(triggers);
            var names = new HashSet<String>();
            for (var trigger : triggers) {
                if (!names.add(trigger.name())) {
                    throw new IllegalArgumentException("there are two triggers named '" + trigger.name() + "'");
                }
            }
        }
    }

    /** Ends the actor: queued runs are skipped, running ones interrupted. Answered when all of them are recorded. */
    public record Stop(ActorRef<Done> replyTo) implements Command {}

    /** A trigger that is gone no longer runs, as of that {@link Define}. */
    record Retired(String trigger, int generation) implements Command {}

    private record QueueEnded(String trigger, ActorRef<TriggerQueue.Command> queue) implements Command {}

    /**
     * What the actor needs.
     *
     * @param outputLimit bytes of a run's output kept
     */
    public record Ports(LocalNode node, Commands commands, RunLog log, InstantSource clock, int outputLimit) {
        public Ports {
            if (outputLimit < 0) {
                throw new IllegalArgumentException("outputLimit must be >= 0, was " + outputLimit);
            }
        }
    }

    private final ActorContext<Command> context;
    private final Ports ports;
    private final String node;
    private final RecentIds seen = new RecentIds(REMEMBERED_EVENTS);

    /** Of the triggers that have run since they were defined, and of those gone that still run. */
    private final Map<String, ActorRef<TriggerQueue.Command>> queues = new HashMap<>();

    private Triggers(ActorContext<Command> context, Ports ports) {
        this.context = context;
        this.ports = ports;
        this.node = ports.node().name();
    }

    /** The behaviour of the actor. */
    public static Behavior<Command> create(Ports ports) {
        var guarded = new Ports(
                ports.node(), ports.commands(), new GuardedRunLog(ports.log()), ports.clock(), ports.outputLimit());
        return Behaviors.setup(context -> new Triggers(context, guarded).serving(List.of(), 0));
    }

    /** {@code generation} counts the definitions, so that an answer to an earlier one is known as such. */
    private Behavior<Command> serving(List<Trigger> triggers, int generation) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Deliver(var event) -> {
                if (seen.add(event.id())) {
                    act(event, matching(event, triggers));
                }
                yield Behaviors.same();
            }
            case Define(var replacement) -> {
                define(replacement, generation + 1);
                yield serving(replacement, generation + 1);
            }
            case Retired(var trigger, var asOf) -> {
                if (asOf == generation) {
                    end(trigger);
                }
                yield Behaviors.same();
            }
            case QueueEnded(var trigger, var queue) -> {
                queues.remove(trigger, queue);
                yield Behaviors.same();
            }
            case Stop(var replyTo) -> {
                queues.values().forEach(queue -> queue.tell(TriggerQueue.Stop.INSTANCE));
                yield stopping(List.of(replyTo));
            }
        });
    }

    private Behavior<Command> stopping(List<ActorRef<Done>> waiting) {
        if (queues.isEmpty()) {
            waiting.forEach(replyTo -> replyTo.tell(Done.getInstance()));
            return Behaviors.stopped();
        }
        return Behaviors.receiveMessage(command -> switch (command) {
            case Deliver(var event) -> {
                if (seen.add(event.id())) {
                    act(event, new Matching.Unmatched("agent is stopping"));
                }
                yield Behaviors.same();
            }
            case QueueEnded(var trigger, var queue) -> {
                queues.remove(trigger, queue);
                yield stopping(waiting);
            }
            case Stop(var replyTo) -> {
                var all = new ArrayList<>(waiting);
                all.add(replyTo);
                yield stopping(List.copyOf(all));
            }
            case Define _, Retired _ -> Behaviors.same();
        });
    }

    private Matching matching(Event event, List<Trigger> triggers) {
        List<LocalNode.Service> services;
        try {
            services = ports.node().services();
        } catch (RuntimeException e) {
            return new Matching.Unmatched("the services of this node could not be read: " + Reason.of(e));
        }
        return Matching.of(event, triggers, node, services);
    }

    private void act(Event event, Matching matching) {
        switch (matching) {
            case Matching.Unmatched(var reason) -> {
                ports.log().received(new Receipt(event.id(), node, 0, reason));
                context.getLog().debug("event {} '{}' runs nothing: {}", event.id(), event.name(), reason);
            }
            case Matching.Matched(var triggers) -> {
                ports.log().received(new Receipt(event.id(), node, triggers.size(), ""));
                var now = ports.clock().instant();
                for (var trigger : triggers) {
                    var run = Run.queued(event.id(), node, trigger.name(), now);
                    ports.log().record(run);
                    queue(trigger).tell(new TriggerQueue.Enqueue(run, event));
                }
            }
        }
    }

    private ActorRef<TriggerQueue.Command> queue(Trigger trigger) {
        return queues.computeIfAbsent(trigger.name(), name -> {
            var queue = context.spawnAnonymous(TriggerQueue.create(ports, trigger, context.getSelf()));
            context.watchWith(queue, new QueueEnded(name, queue));
            return queue;
        });
    }

    private void define(List<Trigger> triggers, int generation) {
        var defined = new HashMap<String, Trigger>();
        triggers.forEach(trigger -> defined.put(trigger.name(), trigger));
        queues.forEach((name, queue) -> {
            var trigger = defined.get(name);
            queue.tell(trigger == null ? new TriggerQueue.Retire(generation) : new TriggerQueue.Define(trigger));
        });
    }

    private void end(String trigger) {
        var queue = queues.remove(trigger);
        if (queue != null) {
            queue.tell(TriggerQueue.Stop.INSTANCE);
        }
    }
}
