package engine.checks;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/** One check that is told its status and turns critical when nothing was told for its time to live. */
final class TtlCheck {

    sealed interface Command {}

    record Report(Result told, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    private enum Expire implements Command {
        INSTANCE
    }

    private static final String EXPIRED = "TTL expired";

    private final TimerScheduler<Command> timers;
    private final Duration ttl;
    private final int outputLimit;
    private final Started started;

    private TtlCheck(TimerScheduler<Command> timers, Duration ttl, int outputLimit, Started started) {
        this.timers = timers;
        this.ttl = ttl;
        this.outputLimit = outputLimit;
        this.started = started;
    }

    static Behavior<Command> create(Duration ttl, int outputLimit, Result known, Started started) {
        return Behaviors.withTimers(timers -> new TtlCheck(timers, ttl, outputLimit, started).renewed(known));
    }

    private Behavior<Command> renewed(Result last) {
        timers.startSingleTimer(Expire.INSTANCE, ttl);
        return waiting(last);
    }

    private Behavior<Command> waiting(Result last) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Report(var told, var replyTo) -> {
                var result = new Result(told.status(), Output.ofReport(told.output(), outputLimit));
                tellIfChanged(last, result);
                // Acknowledged on the same way, so that the listener has heard of it before the sender does.
                started.checks().tell(new Checks.Accepted(replyTo));
                yield renewed(result);
            }
            case Expire _ -> {
                var result = new Result(Status.CRITICAL, expired(last.output()));
                tellIfChanged(last, result);
                yield waiting(result);
            }
        });
    }

    private void tellIfChanged(Result last, Result result) {
        if (!result.equals(last)) {
            started.found(result);
        }
    }

    /** A check that starts as expired expires again without a change. */
    private static String expired(String last) {
        if (last.startsWith(EXPIRED)) {
            return last;
        }
        return last.isEmpty() ? EXPIRED : EXPIRED + " (last output before timeout follows): " + last;
    }
}
