package engine.snapshot;

import engine.state.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Writes a snapshot of the state now and then, and keeps the newest. */
public final class AutomaticSnapshots {
    /** A server that has just started catches up with the others first. */
    static final Duration SETTLING = Duration.ofMinutes(1);

    /**
     * When and where.
     *
     * @param retain how many are kept
     * @param dir of this server alone
     */
    public record Schedule(Duration interval, int retain, Path dir) {
        public Schedule {
            if (interval.isNegative() || interval.isZero() || retain < 1) {
                throw new IllegalArgumentException("interval must be > 0 and retain >= 1");
            }
        }
    }

    /** What happens to the actor. */
    public sealed interface Command {}

    private enum Due implements Command {
        INSTANCE
    }

    /** @param index of the latest snapshot of this run */
    private record Written(String file, long index) implements Command {}

    private record NotYet(Duration left) implements Command {}

    private record Failed(String why) implements Command {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Schedule schedule;
    private final SnapshotDirectory directory;
    private final Published published;
    private final Origin origin;
    private final InstantSource clock;
    private final Executor threads;

    private AutomaticSnapshots(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Schedule schedule,
            Published published,
            Origin origin,
            InstantSource clock,
            Executor threads) {
        this.context = context;
        this.timers = timers;
        this.schedule = schedule;
        this.directory = new SnapshotDirectory(schedule.dir(), schedule.retain());
        this.published = published;
        this.origin = origin;
        this.clock = clock;
        this.threads = threads;
    }

    /** With threads of its own for what blocks. */
    public static Behavior<Command> create(Schedule schedule, Published published, Origin origin, InstantSource clock) {
        return create(
                schedule,
                published,
                origin,
                clock,
                task -> Thread.ofPlatform().daemon().name("snapshot").start(task));
    }

    static Behavior<Command> create(
            Schedule schedule, Published published, Origin origin, InstantSource clock, Executor threads) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var snapshots = new AutomaticSnapshots(context, timers, schedule, published, origin, clock, threads);
            snapshots.wait(SETTLING);
            return snapshots.serving(0, "");
        }));
    }

    /**
     * @param last index of the latest snapshot of this run
     * @param trouble why the latest attempt failed; empty when it did not
     */
    private Behavior<Command> serving(long last, String trouble) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Due _ -> {
                if (published.current().index() == last) {
                    wait(schedule.interval());
                } else {
                    attempt(last == 0);
                }
                yield Behaviors.same();
            }
            case NotYet(var left) -> {
                wait(left);
                yield Behaviors.same();
            }
            case Written(var file, var index) -> {
                if (trouble.isEmpty()) {
                    context.getLog().debug("snapshot {}", file);
                } else {
                    context.getLog().info("snapshots are written again: {}", file);
                }
                wait(schedule.interval());
                yield serving(index, "");
            }
            case Failed(var why) -> {
                if (!why.equals(trouble)) {
                    context.getLog().error("no snapshot could be written to {}: {}", schedule.dir(), why);
                }
                wait(schedule.interval());
                yield serving(last, why);
            }
        });
    }

    private void wait(Duration delay) {
        timers.startSingleTimer(Due.INSTANCE, delay.compareTo(schedule.interval()) < 0 ? delay : schedule.interval());
    }

    /** @param first whether an earlier run of the agent may have left a snapshot that is young enough */
    private void attempt(boolean first) {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> first ? resumed() : written(), threads),
                (done, failure) -> failure == null ? done : new Failed(reason(failure)));
    }

    private Command resumed() {
        try {
            var now = clock.instant();
            var left = directory
                    .newest()
                    .map(name -> Duration.between(now, name.at().plus(schedule.interval())))
                    .orElse(Duration.ZERO);
            return left.isPositive() && left.compareTo(schedule.interval()) <= 0 ? new NotYet(left) : written();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private Command written() {
        try {
            var state = published.current();
            var name = directory.write(state, origin.at(clock.instant()));
            return new Written(name.file(), state.index());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName() + ": "
                + Objects.requireNonNullElse(cause.getMessage(), "no reason told");
    }
}
