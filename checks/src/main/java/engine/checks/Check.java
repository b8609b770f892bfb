package engine.checks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** Runs it at once; while it is running, again right afterwards if somebody waits for that. */
    record RunNow(Optional<Runnable> done) implements Command {}

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
    private final Pace pace;
    private final Started started;
    private final CheckMeter meter;

    private Check(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            Probe probe,
            Policy policy,
            Pace pace,
            Started started) {
        this.ctx = ctx;
        this.timers = timers;
        this.probe = probe;
        this.policy = policy;
        this.pace = pace;
        this.started = started;
        this.meter = new CheckMeter(probe.kind());
    }

    static Behavior<Command> create(Probe probe, Policy policy, Pace pace, Result known, Started started) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            ctx.setLoggerName(Check.class);
            var first = pace.first();
            timers.startSingleTimer(Tick.INSTANCE, first);
            var check = new Check(ctx, timers, probe, policy, pace, started);
            check.meter.due(first);
            return check.waiting(Health.of(known));
        }));
    }

    private Behavior<Command> waiting(Health health) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Tick _ -> {
                meter.onTime();
                yield probe(health, List.of());
            }
            case RunNow(var done) -> probe(health, done.stream().toList());
            case Overdue _, Probed _ -> Behaviors.same();
        });
    }

    /** @param waiting run when there is a result */
    private Behavior<Command> probe(Health health, List<Runnable> waiting) {
        var next = pace.next();
        timers.startSingleTimer(Tick.INSTANCE, next);
        meter.begins();
        meter.due(next);
        var flight = probe.start();
        if (!flight.result().toCompletableFuture().isDone()) {
            timers.startSingleTimer(Overdue.INSTANCE, probe.deadline());
        }
        ctx.pipeToSelf(flight.result(), (result, failure) -> new Probed(failure == null ? result : broken(failure)));
        return probing(health, flight, waiting, Next.NONE);
    }

    private Behavior<Command> probing(Health health, Probe.Flight flight, List<Runnable> waiting, Next next) {
        return Behaviors.receive(Command.class)
                .onAnyMessage(command -> switch (command) {
                    case Tick _ -> probing(health, flight, waiting, next.onTime());
                    case RunNow(var done) -> probing(health, flight, waiting, next.asked(done));
                    case Probed(var result) -> {
                        timers.cancel(Overdue.INSTANCE);
                        meter.ended(result.status());
                        var after = settled(health, result);
                        waiting.forEach(Runnable::run);
                        yield next(after, next);
                    }
                    case Overdue _ -> {
                        flight.abandon().run();
                        meter.late(probe.late().status());
                        var after = settled(health, probe.late());
                        waiting.forEach(Runnable::run);
                        yield ending(after, next);
                    }
                })
                .onSignal(PostStop.class, _ -> {
                    flight.abandon().run();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> ending(Health health, Next next) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Tick _ -> ending(health, next.onTime());
            case RunNow(var done) -> ending(health, next.asked(done));
            case Overdue _ -> Behaviors.same();
            case Probed _ -> next(health, next);
        });
    }

    private Behavior<Command> next(Health health, Next next) {
        if (!next.isDue()) {
            return waiting(health);
        }
        meter.onTime();
        return probe(health, next.waiting());
    }

    /**
     * Whether another run follows the one that is not over yet.
     *
     * @param waiting run when that one has a result
     */
    private record Next(boolean isDue, List<Runnable> waiting) {
        static final Next NONE = new Next(false, List.of());

        Next onTime() {
            return new Next(true, waiting);
        }

        /** Who does not wait for a result is content with the run that is there. */
        Next asked(Optional<Runnable> done) {
            return done.isEmpty()
                    ? this
                    : new Next(
                            true, Stream.concat(waiting.stream(), done.stream()).toList());
        }
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
