package engine.checks;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One check that takes over a state from elsewhere, of another service or of other checks, which it reads every second. */
final class AliasCheck {

    /** Reads the state. */
    record Command(Optional<Runnable> done) {
        private static final Command EVALUATE = new Command(Optional.empty());

        static Command evaluate() {
            return EVALUATE;
        }
    }

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Supplier<Result> target;
    private final Started started;

    private AliasCheck(Supplier<Result> target, Started started) {
        this.target = target;
        this.started = started;
    }

    static Behavior<Command> create(Supplier<Result> target, Result known, Started started) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Command.evaluate(), INTERVAL);
            return new AliasCheck(target, started).mirroring(known);
        });
    }

    private Behavior<Command> mirroring(Result last) {
        return Behaviors.receiveMessage(command -> {
            var result = target.get();
            if (!result.equals(last)) {
                started.found(result);
            }
            command.done().ifPresent(Runnable::run);
            return result.equals(last) ? Behaviors.same() : mirroring(result);
        });
    }
}
