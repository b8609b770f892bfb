package engine.checks;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One check that probes its target at an interval, from start to start. One probe is in flight at most: if one takes
 * longer than the interval, the next starts when it has ended.
 *
 * <p>{@code waiting} for the next run; {@code probing} until the result or the deadline; {@code ending} after the
 * deadline, until nothing of the abandoned probe is left, whose result no longer counts.
 */
final class Check {

    sealed interface Command {}

    enum RunNow implements Command {
        INSTANCE
    }

    private enum Tick implements Command {
        INSTANCE
    }

    private enum Overdue implements Command {
        INSTANCE
    }

    private record Probed(Result result) implements Command {}

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Probe probe;
    private final Policy policy;
    private final Duration interval;
    private final Started started;

    private Check(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            Probe probe,
            Policy policy,
            Duration interval,
            Started started) {
        this.ctx = ctx;
        this.timers = timers;
        this.probe = probe;
        this.policy = policy;
        this.interval = interval;
        this.started = started;
    }

    static Behavior<Command> create(
            Probe probe, Policy policy, Duration interval, Duration firstRun, Result known, Started started) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            ctx.setLoggerName(Check.class);
            timers.startSingleTimer(Tick.INSTANCE, firstRun);
            return new Check(ctx, timers, probe, policy, interval, started).waiting(Health.of(known));
        }));
    }

    private Behavior<Command> waiting(Health health) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Tick _, RunNow _ -> probe(health);
            case Overdue _, Probed _ -> Behaviors.same();
        });
    }

    private Behavior<Command> probe(Health health) {
        timers.startSingleTimer(Tick.INSTANCE, interval);
        timers.startSingleTimer(Overdue.INSTANCE, probe.deadline());
        var flight = probe.start();
        ctx.pipeToSelf(flight.result(), (result, failure) -> new Probed(failure == null ? result : broken(failure)));
        return probing(health, flight, false);
    }

    private Behavior<Command> probing(Health health, Probe.Flight flight, boolean nextIsDue) {
        return Behaviors.receive(Command.class)
                .onAnyMessage(command -> switch (command) {
                    case Tick _ -> probing(health, flight, true);
                    case RunNow _ -> Behaviors.same();
                    case Probed(var result) -> {
                        timers.cancel(Overdue.INSTANCE);
                        yield next(settled(health, result), nextIsDue);
                    }
                    case Overdue _ -> {
                        flight.abandon().run();
                        yield ending(settled(health, probe.late()), nextIsDue);
                    }
                })
                .onSignal(PostStop.class, _ -> {
                    flight.abandon().run();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> ending(Health health, boolean nextIsDue) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Tick _ -> ending(health, true);
            case RunNow _, Overdue _ -> Behaviors.same();
            case Probed _ -> next(health, nextIsDue);
        });
    }

    private Behavior<Command> next(Health health, boolean isDue) {
        return isDue ? probe(health) : waiting(health);
    }

    private Health settled(Health before, Result result) {
        var after = before.after(result, policy);
        if (!after.result().equals(before.result())) {
            started.found(after.result());
        }
        return after;
    }

    private Result broken(Throwable failure) {
        ctx.getLog().error("The probe of check {} failed", started.id(), failure);
        return new Result(Status.CRITICAL, "the probe failed: " + failure);
    }
}
