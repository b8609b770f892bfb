package engine.events;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Takes rollouts from node to node, on the server that leads. All that it knows is in what is kept: it decides the next state of each
 * rollout, keeps that in place of the last, and fires what the kept one says and nobody knows yet. So any other server goes on where
 * this one ends, and fires nothing that was not kept before.
 */
public final class RolloutCoordinator {
    /** What is said to the actor. */
    public sealed interface Command {}

    /** Something has changed that a rollout may wait for. */
    public enum Look implements Command {
        INSTANCE
    }

    /** Time has passed. */
    enum Tick implements Command {
        INSTANCE
    }

    /** What has changed meanwhile is looked at together. */
    private enum Now implements Command {
        INSTANCE
    }

    private record Replaced(String rollout, boolean held) implements Command {}

    private record Fired(String eventId, boolean done) implements Command {}

    /** Timeouts are this exact. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration TOGETHER = Duration.ofMillis(10);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Coordination coordination;
    private final InstantSource clock;

    /** Rollouts whose next record is on its way to be kept. */
    private final Set<String> replacing = new HashSet<>();

    /** Events that were fired from here, or are on their way. */
    private final Set<String> fired = new HashSet<>();

    private RolloutCoordinator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Coordination coordination,
            InstantSource clock) {
        this.context = context;
        this.timers = timers;
        this.coordination = coordination;
        this.clock = clock;
    }

    /** The behaviour of the actor; a bug that ends it once does not end the rollouts. */
    public static Behavior<Command> create(Coordination coordination, InstantSource clock) {
        return Behaviors.supervise(started(coordination, clock)).onFailure(SupervisorStrategy.restart());
    }

    private static Behavior<Command> started(Coordination coordination, InstantSource clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
            return new RolloutCoordinator(context, timers, coordination, clock).serving();
        }));
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Look _ -> {
                    if (!timers.isTimerActive(Now.INSTANCE)) {
                        timers.startSingleTimer(Now.INSTANCE, TOGETHER);
                    }
                }
                case Tick _, Now _ -> look();
                case Replaced(var rollout, var held) -> {
                    replacing.remove(rollout);
                    if (held) {
                        look();
                    } // else at the next tick: without a majority it would not be kept any sooner
                }
                case Fired(var eventId, var done) -> {
                    if (!done) {
                        fired.remove(eventId);
                    }
                }
            }
            return Behaviors.same();
        });
    }

    private void look() {
        if (!coordination.leads()) {
            fired.clear();
            return;
        }
        var all = coordination.kept();
        var known = new HashSet<String>();
        for (var kept : all) {
            if (!kept.record().rollout().over()) {
                fire(kept.record(), known);
                decide(kept);
            }
        }
        fired.retainAll(known);
        RolloutRetention.past(all, clock.instant()).forEach(kept -> replace(kept, Optional.empty()));
    }

    private void fire(RolloutRecord record, Set<String> known) {
        for (var node : record.atWork()) {
            var id = node.eventId();
            known.add(id);
            if (!coordination.isKnown(id) && fired.add(id)) {
                context.pipeToSelf(
                        coordination.fire(record.event(node, coordination.lamportTime())),
                        (_, failure) -> new Fired(id, failure == null));
            }
        }
    }

    private void decide(Coordination.Kept kept) {
        var rollout = kept.record().rollout();
        var now = clock.instant();
        var next = rollout.next(coordination.seen(), now).state();
        if (!next.equals(rollout)) {
            replace(kept, Optional.of(kept.record().with(next, now)));
        }
    }

    private void replace(Coordination.Kept kept, Optional<RolloutRecord> next) {
        var id = kept.record().rollout().id();
        if (replacing.add(id)) {
            context.pipeToSelf(
                    coordination.replace(kept, next), (held, _) -> new Replaced(id, Boolean.TRUE.equals(held)));
        }
    }
}
