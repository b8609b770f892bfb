package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor that runs one trigger. What waits and what starts is for {@link RunQueue} to say. States: serving, retiring (the
 * trigger is gone, its last runs go on), retired.
 */
final class TriggerQueue {

    sealed interface Command {}

    /** A run that has been recorded as queued. */
    record Enqueue(Run run, Event event) implements Command {}

    /** The trigger as it is now. Queued runs follow it, unless it no longer waits for their event. */
    record Define(Trigger trigger) implements Command {}

    /** The trigger is gone. Answered with the same number as soon as nothing runs. */
    record Retire(int generation) implements Command {}

    /** The agent ends; if it {@code comesBack}, what waits goes on then. */
    record Stop(boolean comesBack) implements Command {}

    private record Ended(String eventId, Outcome outcome) implements Command {}

    /** An attempt goes on, and has printed more. */
    private record Printed(String eventId, int attempt, Commands.Printed output) implements Command {}

    /** A node has been found to run what one node runs; or none, and why. */
    private record Claimed(String eventId, Optional<String> holder, String failure) implements Command {}

    /** The pause before a claim is made again is over. */
    private record ClaimAgain(String eventId) implements Command {}

    /** The pause before another attempt is over. */
    private record Again(String eventId) implements Command {}

    /** Nothing came for a while, or the burst has lasted long enough. */
    private record Settled(boolean quiet) implements Command {}

    private static final Settled QUIET = new Settled(true);
    private static final Settled PERIOD = new Settled(false);

    static final String STOPPING = "agent is stopping";
    private static final Duration CLAIM_PAUSE = Duration.ofSeconds(2);
    /** How long a run waits for a majority of the servers. */
    private static final Duration CLAIM_LIMIT = Duration.ofHours(1);

    /**
     * A run that goes on.
     *
     * @param trigger as it was when the run began
     * @param failed how the attempt before ended, in the pause before the next
     */
    private record Going(Run run, Event event, Trigger trigger, Optional<Outcome> failed) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Triggers.Ports ports;
    private final Performer performer;
    private final String name;
    private final ActorRef<Triggers.Command> owner;
    private final Map<String, Enqueue> waiting = new HashMap<>();
    private final Map<String, Going> going = new HashMap<>();
    /** Those that begin when it turns out that this node runs them. */
    private final Map<String, Enqueue> claiming = new HashMap<>();

    private TriggerQueue(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Triggers.Ports ports,
            String name,
            ActorRef<Triggers.Command> owner) {
        this.context = context;
        this.timers = timers;
        this.ports = ports;
        this.performer = new Performer(ports);
        this.name = name;
        this.owner = owner;
    }

    static Behavior<Command> create(Triggers.Ports ports, Trigger trigger, ActorRef<Triggers.Command> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new TriggerQueue(context, timers, ports, trigger.name(), owner).serving(trigger, RunQueue.EMPTY)));
    }

    private Behavior<Command> serving(Trigger trigger, RunQueue queue) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue enqueue -> {
                var id = enqueue.run().eventId();
                waiting.put(id, enqueue);
                trigger.debounce().ifPresent(debounce -> await(debounce, queue));
                yield follow(trigger, queue.arrived(id, trigger));
            }
            case Settled _ -> {
                timers.cancel(QUIET);
                timers.cancel(PERIOD);
                yield follow(trigger, queue.settled(trigger));
            }
            case Ended(var id, var outcome) ->
                over(id, outcome) ? follow(trigger, queue.ended(id, trigger)) : Behaviors.same();
            case Printed printed -> {
                show(printed);
                yield Behaviors.same();
            }
            case Again(var id) -> {
                again(id);
                yield Behaviors.same();
            }
            case ClaimAgain(var id) -> {
                claim(id);
                yield Behaviors.same();
            }
            case Claimed claimed ->
                isOver(claimed, trigger) ? follow(trigger, queue.ended(claimed.eventId(), trigger)) : Behaviors.same();
            case Define(var changed) -> {
                var kept = changed.on().equals(trigger.on()) ? queue : cleared(queue, waitsNoMore(name));
                yield follow(changed, kept.changed(changed));
            }
            case Retire(var generation) -> {
                var left = cleared(queue, removed(name));
                yield retiring(endPauses(endClaims(left, trigger), trigger), generation);
            }
            case Stop(var comesBack) -> stopped(queue, comesBack);
        });
    }

    /** @param queue has nothing that waits */
    private Behavior<Command> retiring(RunQueue queue, int generation) {
        if (queue.running().isEmpty()) {
            return retired(generation);
        }
        return Behaviors.receiveMessage(command -> switch (command) {
            case Enqueue enqueue -> {
                skip(enqueue.run(), removed(name));
                yield Behaviors.same();
            }
            case Define(var trigger) -> serving(trigger, queue);
            case Retire(var later) -> retiring(queue, later);
            case Ended(var id, var outcome) -> {
                var last = going(id);
                finish(last, outcome);
                yield retiring(queue.ended(id, last.trigger()).queue(), generation);
            }
            case Printed printed -> {
                show(printed);
                yield Behaviors.same();
            }
            case Stop(var comesBack) -> stopped(queue, comesBack);
            case Again _, Settled _, ClaimAgain _, Claimed _ -> Behaviors.unhandled();
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
            case Define(var trigger) -> serving(trigger, RunQueue.EMPTY);
            case Retire(var later) -> retired(later);
            case Stop _ -> Behaviors.stopped();
            case Ended _, Printed _, Again _, Settled _, ClaimAgain _, Claimed _ -> Behaviors.unhandled();
        });
    }

    private void await(Debounce debounce, RunQueue queue) {
        timers.startSingleTimer(QUIET, QUIET, debounce.quiet());
        if (queue.settling().isEmpty()) {
            timers.startSingleTimer(PERIOD, PERIOD, debounce.period());
        }
    }

    private Behavior<Command> follow(Trigger trigger, RunQueue.Step step) {
        skip(step.skipped());
        step.started().forEach(id -> begin(trigger, waiting(id)));
        return serving(trigger, step.queue());
    }

    private RunQueue cleared(RunQueue queue, String reason) {
        timers.cancel(QUIET);
        timers.cancel(PERIOD);
        var step = queue.cleared(reason);
        skip(step.skipped());
        return step.queue();
    }

    private void begin(Trigger trigger, Enqueue enqueued) {
        if (trigger.once() == Trigger.Once.CLUSTER) {
            claiming.put(enqueued.run().eventId(), enqueued);
            claim(enqueued.run().eventId());
        } else {
            start(trigger, enqueued);
        }
    }

    private void start(Trigger trigger, Enqueue enqueued) {
        attempt(new Going(enqueued.run().started(now()), enqueued.event(), trigger, Optional.empty()));
    }

    /** The last thing before a run begins: what only waits on a node that ends is free for the others. */
    private void claim(String eventId) {
        var next = claiming.get(eventId);
        if (next != null) {
            context.pipeToSelf(
                    performer.claim(Claim.of(next.event(), name)),
                    (holder, failure) -> new Claimed(
                            eventId, Optional.ofNullable(holder), failure == null ? "" : Reason.of(failure)));
        }
    }

    /** Whether it is over before it began. */
    private boolean isOver(Claimed claimed, Trigger trigger) {
        var id = claimed.eventId();
        var next = claiming.get(id);
        if (next == null) {
            return false;
        }
        var run = next.run();
        if (claimed.holder().isPresent()) {
            claiming.remove(id);
            var holder = claimed.holder().get();
            if (holder.equals(run.node())) {
                start(trigger, next);
                return false;
            }
            ports.log().record(run.elsewhere(holder, now()));
            return true;
        }
        if (Duration.between(run.queuedAt(), now()).compareTo(CLAIM_LIMIT) > 0) {
            claiming.remove(id);
            skip(
                    run,
                    "in %s it could not be decided which node runs it: %s"
                            .formatted(Outcome.text(CLAIM_LIMIT), claimed.failure()));
            return true;
        }
        var waits = run.waiting("waits until it is decided which node runs it: " + claimed.failure());
        if (!waits.equals(run)) {
            claiming.put(id, new Enqueue(waits, next.event()));
            ports.log().record(waits);
        }
        timers.startSingleTimer(new ClaimAgain(id), new ClaimAgain(id), CLAIM_PAUSE);
        return false;
    }

    /** What waits for its claim does not begin any more. */
    private RunQueue endClaims(RunQueue queue, Trigger trigger) {
        var left = queue;
        for (var each : List.copyOf(claiming.values())) {
            var id = each.run().eventId();
            timers.cancel(new ClaimAgain(id));
            skip(each.run(), removed(name));
            left = left.ended(id, trigger).queue();
        }
        claiming.clear();
        return left;
    }

    private void again(String eventId) {
        var paused = going(eventId);
        attempt(new Going(paused.run().retried(), paused.event(), paused.trigger(), Optional.empty()));
    }

    private void attempt(Going next) {
        var id = next.run().eventId();
        going.put(id, next);
        var occasion = new Occasion(next.event(), next.run().node(), name);
        var self = context.getSelf();
        Consumer<Commands.Printed> watcher =
                printed -> self.tell(new Printed(id, next.run().attempt(), printed));
        var outcome = ports.log()
                .record(next.run())
                .thenComposeAsync(
                        _ -> performer.perform(next.trigger(), occasion, watcher), context.getExecutionContext())
                .exceptionally(e -> Outcome.failed("it could not be recorded: " + Reason.of(e)));
        context.pipeToSelf(outcome, (done, _) -> new Ended(id, Objects.requireNonNull(done)));
    }

    /** What comes late, of a run or an attempt that is over, is not shown: its outcome has all of it. */
    private void show(Printed printed) {
        var now = going.get(printed.eventId());
        if (now != null && now.failed().isEmpty() && now.run().attempt() == printed.attempt()) {
            var run = now.run().printing(printed.output());
            going.put(printed.eventId(), new Going(run, now.event(), now.trigger(), now.failed()));
            ports.log().printed(run);
        }
    }

    /** Whether the run is over, and not only this attempt. */
    private boolean over(String eventId, Outcome outcome) {
        var ended = going(eventId);
        var retry = ended.trigger().retry();
        if (outcome.succeeded() || ended.run().attempt() >= retry.attempts()) {
            finish(ended, outcome);
            return true;
        }
        var paused = ended.run().pausing(outcome, retry);
        going.put(eventId, new Going(paused, ended.event(), ended.trigger(), Optional.of(outcome)));
        ports.log().record(paused);
        timers.startSingleTimer(
                new Again(eventId), new Again(eventId), retry.pause(ended.run().attempt()));
        return false;
    }

    /** What waits for another attempt has had its last. */
    private RunQueue endPauses(RunQueue queue, Trigger trigger) {
        var left = queue;
        for (var each : List.copyOf(going.values())) {
            if (each.failed().isPresent()) {
                var id = each.run().eventId();
                timers.cancel(new Again(id));
                finish(each, each.failed().get());
                left = left.ended(id, trigger).queue();
            }
        }
        return left;
    }

    private void finish(Going last, Outcome outcome) {
        going.remove(last.run().eventId());
        var run = last.run().finished(outcome, now());
        ports.log().record(run);
        if (run.status() == Run.Status.SUCCEEDED) {
            context.getLog().debug("trigger '{}' succeeded for event {}", name, run.eventId());
        } else {
            context.getLog()
                    .warn("trigger '{}' {} for event {}: {}", name, run.status().text(), run.eventId(), run.reason());
        }
    }

    private Behavior<Command> stopped(RunQueue queue, boolean comesBack) {
        going.values().forEach(each -> {
            var again = comesBack && Resumption.again(each.run(), each.trigger());
            ports.log().record(again ? each.run().again() : each.run().interrupted(STOPPING, now()));
        });
        if (!comesBack) {
            claiming.values().forEach(each -> skip(each.run(), STOPPING));
            skip(queue.cleared(STOPPING).skipped());
        }
        return Behaviors.stopped();
    }

    private void skip(List<RunQueue.Skip> skips) {
        skips.forEach(skip -> skip(waiting(skip.eventId()).run(), skip.reason()));
    }

    private void skip(Run run, String reason) {
        ports.log().record(run.skipped(reason, now()));
    }

    /** A run that waits no longer. */
    private Enqueue waiting(String eventId) {
        var found = waiting.remove(eventId);
        if (found == null) {
            throw new IllegalStateException("no run waits for event " + eventId);
        }
        return found;
    }

    private Going going(String eventId) {
        var found = going.get(eventId);
        if (found == null) {
            throw new IllegalStateException("no run goes on for event " + eventId);
        }
        return found;
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
