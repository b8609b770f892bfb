package engine.checks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The port through which script checks run programs. */
@FunctionalInterface
public interface Commands {

    /**
     * Runs a program in a process group of its own, which is killed whole on timeout.
     *
     * @param outputLimit bytes of stdout and stderr (mixed) kept; the rest is read and dropped
     * @return completes when the program has ended or was killed; fails when it could not be started
     */
    CompletionStage<Finished> run(List<String> command, Duration timeout, int outputLimit);

    /** How a program ended. {@code exitCode} means nothing when {@code timedOut}. */
    record Finished(int exitCode, boolean timedOut, String output) {}
}
