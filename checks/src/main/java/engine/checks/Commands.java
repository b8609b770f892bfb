package engine.checks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The port through which script checks run programs. */
@FunctionalInterface
public interface Commands {

    /**
     * Runs a program in a process group of its own, which is killed whole on timeout.
     *
     * @param outputLimit bytes of stdout and stderr (mixed) kept, the last ones; the rest is read and dropped
     * @return completes when the program has ended or was killed; fails when it could not be started
     */
    CompletionStage<Finished> run(List<String> command, Duration timeout, int outputLimit);

    /**
     * How a program ended. {@code exitCode} means nothing when {@code timedOut}.
     *
     * @param output the end of what it wrote
     * @param outputBytes all that it wrote, of which {@code output} may be a part
     */
    record Finished(int exitCode, boolean timedOut, String output, long outputBytes) {

        /** A program of whose output nothing was dropped. */
        public Finished(int exitCode, boolean timedOut, String output) {
            this(exitCode, timedOut, output, output.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
