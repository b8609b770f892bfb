package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The actor that runs one trigger: its runs one after another, in the order of their events. States: idle (nothing
 * waits), running (one run, others may wait), retiring (the trigger is gone, its last run goes on), retired.
 */
final class TriggerQueue {
    /** Runs that may wait; more are skipped. */
    static final int CAPACITY = 1_000;

    sealed interface Command {}

    /** A run that has been recorded as queued. */
    record Enqueue(Run run, Event event) implements Command {}

    /** The trigger as it is now. Queued runs follow it, unless it no longer waits for their event. */
    record Define(Trigger trigger) implements Command {}

    /** The trigger is gone. Answered with the same number as soon as nothing runs. */
    record Retire(int generation) implements Command {}

    enum Stop implements Command {
        INSTANCE
    }

    private record Finished(Commands.Finished end, Duration timeout) implements Command {}

    private record Failed(String reason) implements Command {}

    static final String STOPPING = "agent is stopping";

    private final ActorContext<Command> context;
    private final Triggers.Ports ports;
    private final String name;
    private final ActorRef<Triggers.Command> owner;
    private final Queue<Enqueue> waiting = new ArrayDeque<>();

    private TriggerQueue(
            ActorContext<Command> context, Triggers.Ports ports, String name, ActorRef<Triggers.Command> owner) {
        this.context = context;
        this.ports = ports;
        this.name = name;
        this.owner = owner;
    }

    static Behavior<Command> create(Triggers.Ports ports, Trigger trigger, ActorRef<Triggers.Command> owner) {
        return Behaviors.setup(context -> new TriggerQueue(context, ports, trigger.name(), owner).idle(trigger));
    }

    private Behavior<Command> idle(Trigger trigger) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue(var run, var event) -> start(trigger, run, event);
            case Define(var changed) -> idle(changed);
            case Retire(var generation) -> retired(generation);
            case Stop _ -> Behaviors.stopped();
            case Finished _, Failed _ -> Behaviors.unhandled();
        });
    }

    private Behavior<Command> running(Trigger trigger, Run run) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue enqueue -> {
                if (waiting.size() < CAPACITY) {
                    waiting.add(enqueue);
                } else {
                    skip(enqueue.run(), "%d runs of trigger '%s' wait already".formatted(CAPACITY, name));
                }
                yield Behaviors.same();
            }
            case Define(var changed) -> {
                if (!changed.on().equals(trigger.on())) {
                    skipWaiting(waitsNoMore(name));
                }
                yield running(changed, run);
            }
            case Retire(var generation) -> {
                skipWaiting(removed(name));
                yield retiring(run, generation);
            }
            case Finished(var end, var timeout) -> {
                ended(run.finished(end, timeout, now()));
                yield next(trigger);
            }
            case Failed(var reason) -> {
                ended(run.failed(reason, now()));
                yield next(trigger);
            }
            case Stop _ -> interrupt(run);
        });
    }

    private Behavior<Command> retiring(Run run, int generation) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue enqueue -> {
                skip(enqueue.run(), removed(name));
                yield Behaviors.same();
            }
            case Define(var trigger) -> running(trigger, run);
            case Retire(var later) -> retiring(run, later);
            case Finished(var end, var timeout) -> {
                ended(run.finished(end, timeout, now()));
                yield retired(generation);
            }
            case Failed(var reason) -> {
                ended(run.failed(reason, now()));
                yield retired(generation);
            }
            case Stop _ -> interrupt(run);
        });
    }

    /** Tells the owner, who ends this actor unless the trigger has come back meanwhile. */
    private Behavior<Command> retired(int generation) {
        owner.tell(new Triggers.Retired(name, generation));
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue enqueue -> {
                skip(enqueue.run(), removed(name));
                yield Behaviors.same();
            }
            case Define(var trigger) -> idle(trigger);
            case Retire(var later) -> retired(later);
            case Stop _ -> Behaviors.stopped();
            case Finished _, Failed _ -> Behaviors.unhandled();
        });
    }

    private Behavior<Command> next(Trigger trigger) {
        var head = waiting.poll();
        return head == null ? idle(trigger) : start(trigger, head.run(), head.event());
    }

    private Behavior<Command> start(Trigger trigger, Run queued, Event event) {
        var run = queued.started(now());
        ports.log().record(run);
        CompletionStage<Commands.Finished> end;
        try {
            end = ports.commands()
                    .run(
                            trigger.run(),
                            RunEnvironment.of(event, run.node(), name),
                            event.payload(),
                            trigger.timeout(),
                            ports.outputLimit());
        } catch (RuntimeException e) {
            context.getSelf().tell(notStarted(e));
            return running(trigger, run);
        }
        context.pipeToSelf(end, (finished, failure) -> answer(finished, failure, trigger.timeout()));
        return running(trigger, run);
    }

    private static Command answer(Commands.@Nullable Finished end, @Nullable Throwable failure, Duration timeout) {
        if (failure != null) {
            return notStarted(failure);
        }
        return end == null ? new Failed("its end was not reported") : new Finished(end, timeout);
    }

    private static Command notStarted(Throwable failure) {
        return new Failed("could not be started: " + Reason.of(failure));
    }

    private void ended(Run run) {
        ports.log().record(run);
        if (run.status() == Run.Status.SUCCEEDED) {
            context.getLog().debug("trigger '{}' succeeded for event {}", name, run.eventId());
        } else {
            context.getLog()
                    .warn("trigger '{}' {} for event {}: {}", name, run.status().text(), run.eventId(), run.reason());
        }
    }

    private Behavior<Command> interrupt(Run run) {
        ports.log().record(run.interrupted(STOPPING, now()));
        skipWaiting(STOPPING);
        return Behaviors.stopped();
    }

    private void skipWaiting(String reason) {
        waiting.forEach(enqueued -> skip(enqueued.run(), reason));
        waiting.clear();
    }

    private void skip(Run run, String reason) {
        ports.log().record(run.skipped(reason, now()));
    }

    /** Why a run is skipped whose trigger is gone. */
    static String removed(String trigger) {
        return "trigger '%s' was removed".formatted(trigger);
    }

    /** Why a run is skipped whose trigger waits for something else now. */
    static String waitsNoMore(String trigger) {
        return "trigger '%s' no longer waits for this event".formatted(trigger);
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
