package engine.events;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actor of a node that turns events into runs of triggers. A trigger runs once per event; its runs wait for one another
 * as its {@link QueuePolicy} says, those of different triggers run side by side. What happens is told to the
 * {@link RunLog}: the receipt of an event, then every run as queued, then how it goes on.
 */
public final class Triggers {
    /** What is said to the actor. */
    public sealed interface Command {}

    /** An event has arrived. One that the {@link RunLog} knows is dropped. */
    public record Deliver(Event event) implements Command {}

    /**
     * A node has seen something happen for one of its triggers, after which the event is named.
     *
     * @param replyTo answered when a restart would know of it, or when there is nothing to know; never when the agent ends before
     */
    public record Occur(Event event, ActorRef<Done> replyTo) implements Command {}

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

    /**
     * Goes on with what was not over when the agent ended; told once, after the first {@link Define}. A run that waited waits
     * again; one that was cut off is interrupted, or waits to begin again if its trigger says so.
     *
     * @param runs in the order in which they came
     */
    public record Resume(List<Unfinished> runs) implements Command {
        public Resume {
            runs = List.copyOf(runs);
        }
    }

    /** A run that was not over when the agent ended. */
    public record Unfinished(Event event, Run run) {}

    /**
     * Ends the actor: running runs are interrupted, or recorded as queued again where their trigger says so. Answered when that is
     * recorded.
     *
     * @param comesBack whether the agent will be back with what was recorded: queued runs then stay so, and events that still
     *     come are left for then; otherwise both are told as skipped
     */
    public record Stop(boolean comesBack, ActorRef<Done> replyTo) implements Command {}

    /** A trigger that is gone no longer runs, as of that {@link Define}. */
    record Retired(String trigger, int generation) implements Command {}

    /** An event and its runs are recorded, or could not be; the runs can start, in the order of their triggers. */
    private record Recorded(Event event, List<Trigger> triggers, List<Run> runs, Optional<String> failure)
            implements Command {}

    private record QueueEnded(String trigger, ActorRef<TriggerQueue.Command> queue) implements Command {}

    /**
     * What the actor needs.
     *
     * @param outputLimit bytes of a run's output kept
     */
    public record Ports(
            LocalNode node,
            Commands commands,
            Calls calls,
            Datacenter datacenter,
            Sources sources,
            RunLog log,
            InstantSource clock,
            int outputLimit) {
        public Ports {
            if (outputLimit < 0) {
                throw new IllegalArgumentException("outputLimit must be >= 0, was " + outputLimit);
            }
        }
    }

    private final ActorContext<Command> context;
    private final Ports ports;
    private final String node;

    /** Of the triggers that have run since they were defined, and of those gone that still run. */
    private final Map<String, ActorRef<TriggerQueue.Command>> queues = new HashMap<>();

    /** Events whose record is on its way to the disk. */
    private int recording;

    private Triggers(ActorContext<Command> context, Ports ports) {
        this.context = context;
        this.ports = ports;
        this.node = ports.node().name();
    }

    /** The behaviour of the actor. */
    public static Behavior<Command> create(Ports ports) {
        var guarded = new Ports(
                ports.node(),
                ports.commands(),
                ports.calls(),
                ports.datacenter(),
                ports.sources(),
                new GuardedRunLog(ports.log()),
                ports.clock(),
                ports.outputLimit());
        return Behaviors.setup(context -> new Triggers(context, guarded).serving(Defined.NONE, 0));
    }

    /** {@code generation} counts the definitions, so that an answer to an earlier one is known as such. */
    private Behavior<Command> serving(Defined triggers, int generation) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Deliver(var event) -> {
                if (!ports.log().knows(event.id())) {
                    act(event, matching(event, triggers));
                }
                yield Behaviors.same();
            }
            case Occur(var event, var replyTo) -> {
                occurred(event, matching(event, triggers), replyTo);
                yield Behaviors.same();
            }
            case Recorded recorded -> {
                recording--;
                recorded(recorded, triggers);
                yield Behaviors.same();
            }
            case Define(var replacement) -> {
                var defined = new Defined(replacement);
                define(defined, generation + 1);
                ports.sources().watch(replacement, context.getSelf());
                yield serving(defined, generation + 1);
            }
            case Resume(var runs) -> {
                runs.forEach(each -> resume(each, triggers));
                yield Behaviors.same();
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
            case Stop(var comesBack, var replyTo) -> {
                queues.values().forEach(queue -> queue.tell(new TriggerQueue.Stop(comesBack)));
                yield stopping(comesBack, List.of(replyTo));
            }
        });
    }

    private Behavior<Command> stopping(boolean comesBack, List<ActorRef<Done>> waiting) {
        if (queues.isEmpty() && recording == 0) {
            waiting.forEach(replyTo -> replyTo.tell(Done.getInstance()));
            return Behaviors.stopped();
        }
        return Behaviors.receiveMessage(command -> switch (command) {
            case Deliver(var event) -> {
                if (!comesBack && !ports.log().knows(event.id())) {
                    act(event, new Matching.Unmatched(TriggerQueue.STOPPING));
                }
                yield Behaviors.same();
            }
            case Recorded recorded -> {
                recording--;
                if (!comesBack || recorded.failure().isPresent()) {
                    skip(recorded.runs(), TriggerQueue.STOPPING);
                }
                yield stopping(comesBack, waiting);
            }
            case QueueEnded(var trigger, var queue) -> {
                queues.remove(trigger, queue);
                yield stopping(comesBack, waiting);
            }
            case Stop(var _, var replyTo) -> {
                var all = new ArrayList<>(waiting);
                all.add(replyTo);
                yield stopping(comesBack, List.copyOf(all));
            }
            case Define _, Resume _, Retired _, Occur _ -> Behaviors.same();
        });
    }

    private Matching matching(Event event, Defined triggers) {
        try {
            return Matching.of(
                    event,
                    triggers.waitingFor(event),
                    ports.node(),
                    ports.clock().instant());
        } catch (RuntimeException e) {
            return new Matching.Unmatched("the services of this node could not be read: " + Reason.of(e));
        }
    }

    /** Where nothing runs nobody needs to know that there was something. */
    private void occurred(Event event, Matching matching, ActorRef<Done> replyTo) {
        switch (matching) {
            case Matching.Matched(var triggers)
            when !ports.log().knows(event.id()) -> run(event, triggers).thenAccept(replyTo::tell);
            case Matching.Matched _ -> replyTo.tell(Done.getInstance());
            case Matching.Unmatched(var reason) -> {
                context.getLog().debug("'{}' runs nothing: {}", event.name(), reason);
                replyTo.tell(Done.getInstance());
            }
        }
    }

    /** Of events that are the same thing only one runs: the first that reaches this node, of those for which there is something to run. */
    private Matching withoutDuplicates(Event event, Matching matching) {
        return matching instanceof Matching.Matched
                ? ports.log()
                        .duplicated(event)
                        .<Matching>map(first -> new Matching.Unmatched("duplicate of %s (key '%s')"
                                .formatted(first, event.key().orElseThrow().text())))
                        .orElse(matching)
                : matching;
    }

    private void act(Event event, Matching matching) {
        switch (withoutDuplicates(event, matching)) {
            case Matching.Unmatched(var reason) -> {
                ports.log().received(event, new Receipt(event.id(), node, 0, reason), List.of());
                context.getLog().debug("event {} '{}' runs nothing: {}", event.id(), event.name(), reason);
            }
            case Matching.Matched(var triggers) -> run(event, triggers);
        }
    }

    /**
     * The runs start when a restart would know of them; those of one event after those of the events before it.
     *
     * @return completes when it would
     */
    private CompletionStage<Done> run(Event event, List<Trigger> triggers) {
        var now = ports.clock().instant();
        var runs = triggers.stream()
                .map(trigger -> Run.queued(event.id(), node, trigger.name(), now))
                .toList();
        var recorded = ports.log()
                .received(event, new Receipt(event.id(), node, runs.size(), ""), runs)
                .toCompletableFuture();
        if (recording == 0 && recorded.isDone() && !recorded.isCompletedExceptionally()) {
            for (var i = 0; i < runs.size(); i++) {
                enqueue(triggers.get(i), runs.get(i), event);
            }
            return recorded;
        }
        recording++;
        context.pipeToSelf(
                recorded,
                (_, failure) -> new Recorded(
                        event, triggers, runs, Optional.ofNullable(failure).map(Reason::of)));
        return recorded;
    }

    /** @param defined the triggers as they are by now */
    private void recorded(Recorded recorded, Defined defined) {
        if (recorded.failure().isPresent()) {
            skip(
                    recorded.runs(),
                    "it could not be recorded: " + recorded.failure().get());
            return;
        }
        for (var i = 0; i < recorded.runs().size(); i++) {
            var run = recorded.runs().get(i);
            var matched = recorded.triggers().get(i);
            var now = defined.named(matched.name());
            if (now.isEmpty()) {
                skip(List.of(run), TriggerQueue.removed(matched.name()));
            } else if (!now.get().on().equals(matched.on())) {
                skip(List.of(run), TriggerQueue.waitsNoMore(matched.name()));
            } else {
                enqueue(now.get(), run, recorded.event());
            }
        }
    }

    private void enqueue(Trigger trigger, Run run, Event event) {
        queue(trigger).tell(new TriggerQueue.Enqueue(run, event));
    }

    private void resume(Unfinished unfinished, Defined defined) {
        var run = unfinished.run();
        var event = unfinished.event();
        switch (Resumption.of(
                run, event, defined.named(run.trigger()), ports.clock().instant())) {
            case Resumption.Queue(var trigger, var again) -> {
                if (!again.equals(run)) {
                    ports.log().record(again);
                }
                enqueue(trigger, again, event);
            }
            case Resumption.Over(var over) -> ports.log().record(over);
        }
    }

    private void skip(List<Run> runs, String reason) {
        runs.forEach(run -> ports.log().record(run.skipped(reason, ports.clock().instant())));
    }

    private ActorRef<TriggerQueue.Command> queue(Trigger trigger) {
        return queues.computeIfAbsent(trigger.name(), name -> {
            var queue = context.spawnAnonymous(TriggerQueue.create(ports, trigger, context.getSelf()));
            context.watchWith(queue, new QueueEnded(name, queue));
            return queue;
        });
    }

    private void define(Defined defined, int generation) {
        queues.forEach((name, queue) -> queue.tell(defined.named(name)
                .<TriggerQueue.Command>map(TriggerQueue.Define::new)
                .orElseGet(() -> new TriggerQueue.Retire(generation))));
    }

    private void end(String trigger) {
        var queue = queues.remove(trigger);
        if (queue != null) {
            queue.tell(new TriggerQueue.Stop(false));
        }
    }
}
