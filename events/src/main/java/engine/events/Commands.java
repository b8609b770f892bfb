package engine.events;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The port through which triggers run programs. */
@FunctionalInterface
public interface Commands {

    /**
     * Runs a program in a process group of its own, which is killed whole on timeout. A program that does not read its
     * stdin is no error.
     *
     * @param program with its whole environment, which is added to the agent's own
     * @param outputLimit bytes of stdout and stderr (mixed) kept, the last ones; the rest is read and dropped
     * @return completes when the program has ended or was killed; fails when it could not be started
     */
    CompletionStage<Finished> run(Action.Program program, ByteString stdin, Duration timeout, int outputLimit);

    /**
     * How a program ended. {@code exitCode} means nothing when {@code timedOut}; 128 and a number is that of the signal
     * that ended it.
     */
    record Finished(int exitCode, boolean timedOut, String output) {}
}
