package engine.checks;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One check that takes over the state of another service or node, which it reads every second. */
final class AliasCheck {

    enum Command {
        EVALUATE
    }

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final CheckSpec.Alias target;
    private final Aliases aliases;
    private final Started started;

    private AliasCheck(CheckSpec.Alias target, Aliases aliases, Started started) {
        this.target = target;
        this.aliases = aliases;
        this.started = started;
    }

    static Behavior<Command> create(CheckSpec.Alias target, Aliases aliases, Result known, Started started) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Command.EVALUATE, INTERVAL);
            return new AliasCheck(target, aliases, started).mirroring(known);
        });
    }

    private Behavior<Command> mirroring(Result last) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case EVALUATE -> {
                var result = aliases.of(target);
                if (result.equals(last)) {
                    yield Behaviors.same();
                }
                started.found(result);
                yield mirroring(result);
            }
        });
    }
}
