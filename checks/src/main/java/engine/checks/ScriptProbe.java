package engine.checks;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs a program: its exit code says the status. */
final class ScriptProbe implements Probe {

    /** Time beyond the timeout in which {@link Commands} kills the program and says what it had written. */
    private static final Duration KILL = Duration.ofSeconds(2);

    private final CheckSpec.Script script;
    private final Duration timeout;
    private final int outputLimit;
    private final ExitCodes exitCodes;
    private final Commands commands;

    ScriptProbe(CheckSpec.Script script, CheckDefinition definition, Commands commands) {
        this.script = script;
        this.timeout = definition.timeout();
        this.outputLimit = definition.outputMaxSize();
        this.exitCodes = definition.options().exitCodes();
        this.commands = commands;
    }

    /** The program is ended by {@link Commands} alone, so that the next run does not begin while it is there. */
    @Override
    public Flight start() {
        var run = commands.run(script.command(), timeout, outputLimit);
        return new Flight(run.handle(this::result), () -> {});
    }

    @Override
    public Duration deadline() {
        return timeout.plus(KILL);
    }

    @Override
    public Result late() {
        return new Result(Status.CRITICAL, timedOut());
    }

    private Result result(Commands.@Nullable Finished finished, @Nullable Throwable failure) {
        if (finished == null) {
            return new Result(Status.CRITICAL, reason(failure));
        }
        var output = Output.ofScript(finished, outputLimit);
        if (finished.timedOut()) {
            return new Result(Status.CRITICAL, output.isEmpty() ? timedOut() : timedOut() + "\n\n" + output);
        }
        return new Result(exitCodes.status(finished.exitCode()), output);
    }

    private String timedOut() {
        return "Timed out (" + Output.ofDuration(timeout) + ") running check";
    }

    private static String reason(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause == null || cause.getMessage() == null ? "the program could not be started" : cause.getMessage();
    }
}
