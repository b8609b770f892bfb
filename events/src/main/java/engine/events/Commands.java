package engine.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** The port through which triggers run programs. */
@FunctionalInterface
public interface Commands {

    /**
     * Runs a program in a process group of its own, which is killed whole on timeout. A program that does not read its
     * stdin is no error.
     *
     * @param program with its whole environment, which is added to the agent's own
     * @return completes when the program has ended or was killed; fails when it could not be started
     */
    CompletionStage<Finished> run(Action.Program program, ByteString stdin, Duration timeout, Capture capture);

    /**
     * What becomes of a program's output.
     *
     * @param limit bytes of stdout and stderr (mixed) kept, the last ones; the rest is read and dropped
     * @param watcher is told while the program runs, some times a second, when it has printed more; on any thread, and late
     *     ones after its end
     */
    record Capture(int limit, Optional<Consumer<Printed>> watcher) {}

    /**
     * What a program has printed until now.
     *
     * @param text the last of it
     * @param dropped bytes before that
     */
    record Printed(String text, long dropped) {}

    /**
     * How a program ended. {@code exitCode} means nothing when {@code timedOut}; 128 and a number is that of the signal
     * that ended it.
     */
    record Finished(int exitCode, boolean timedOut, Printed printed) {

        /** With all that it printed. */
        public Finished(int exitCode, boolean timedOut, String output) {
            this(exitCode, timedOut, new Printed(output, 0));
        }
    }
}
