package engine.events;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * How an attempt ended: succeeded, failed or timed out. Pure.
 *
 * @param reason why it did not end well
 */
record Outcome(Run.Status status, OptionalInt exitCode, Commands.Printed printed, String reason) {
    /** A program that a signal ended is told by a greater exit code, less this, as shells do. */
    private static final int SIGNALLED = 128;

    private static final int SIGNALS = 64;

    /** With the whole output. */
    Outcome(Run.Status status, OptionalInt exitCode, String output, String reason) {
        this(status, exitCode, new Commands.Printed(output, 0), reason);
    }

    String output() {
        return printed.text();
    }

    boolean succeeded() {
        return status == Run.Status.SUCCEEDED;
    }

    /** A program has ended or was killed after its timeout. */
    static Outcome of(Commands.Finished end, Duration timeout) {
        if (end.timedOut()) {
            return new Outcome(
                    Run.Status.TIMED_OUT, OptionalInt.empty(), end.printed(), "killed after " + text(timeout));
        }
        var code = end.exitCode();
        return code == 0
                ? new Outcome(Run.Status.SUCCEEDED, OptionalInt.of(0), end.printed(), "")
                : new Outcome(Run.Status.FAILED, OptionalInt.of(code), end.printed(), exit(code));
    }

    private static String exit(int code) {
        var signal = code - SIGNALLED;
        return signal > 0 && signal <= SIGNALS
                ? "exit code %d: ended by signal %d%s".formatted(code, signal, signalName(signal))
                : "exit code " + code;
    }

    /** Those that end programs and have the same number everywhere. */
    private static String signalName(int signal) {
        return switch (signal) {
            case 1 -> " (HUP)";
            case 2 -> " (INT)";
            case 3 -> " (QUIT)";
            case 4 -> " (ILL)";
            case 6 -> " (ABRT)";
            case 8 -> " (FPE)";
            case 9 -> " (KILL)";
            case 11 -> " (SEGV)";
            case 13 -> " (PIPE)";
            case 14 -> " (ALRM)";
            case 15 -> " (TERM)";
            default -> "";
        };
    }

    /** A URL has answered. */
    static Outcome of(Calls.Answer answer, Action.Call call) {
        return call.expects(answer.status())
                ? done(answer.body())
                : new Outcome(
                        Run.Status.FAILED, OptionalInt.empty(), answer.body(), "answered with " + answer.status());
    }

    static Outcome done(String output) {
        return new Outcome(Run.Status.SUCCEEDED, OptionalInt.empty(), output, "");
    }

    static Outcome failed(String why) {
        return new Outcome(Run.Status.FAILED, OptionalInt.empty(), "", why);
    }

    /** @param what could not be done, such as "could not be started" */
    static Outcome failed(String what, Throwable failure, Duration timeout) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new Outcome(Run.Status.TIMED_OUT, OptionalInt.empty(), "", "given up after " + text(timeout))
                : failed(what + ": " + Reason.of(failure));
    }

    /** A duration as in configuration files, such as {@code 1m30s}. */
    static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
