package engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the JVM in which code is optimized (C2). In the first half minute under load they take up to a third of two
 * processors, which they shall not take from what is served meanwhile: docs/performance.md has the figures.
 */
public final class CompilerThreads {
    /** Weight 110 against the 1024 of an ordinary thread (sched(7)): they go on also on a machine that has no time to spare. */
    private static final int NICENESS = 10;

    /** The kernel keeps 15 characters of a thread's name. */
    private static final String NAME = "C2 CompilerThre";

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);

    private CompilerThreads() {}

    /**
     * Has them run after everything else, from soon after this call on. Without {@code renice} or {@code /proc} they stay as they are;
     * so do those that the JVM adds later on a machine with more processors.
     */
    public static void giveWay() {
        try {
            var command = new ArrayList<>(List.of("renice", "-n", Integer.toString(NICENESS), "-p"));
            var none = command.size();
            command.addAll(ids());
            if (command.size() > none) {
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("compiler threads keep their priority", e);
        }
    }

    private static List<String> ids() throws IOException {
        try (var tasks = Files.list(TASKS)) {
            return tasks.filter(CompilerThreads::compiles)
                    .map(task -> task.getFileName().toString())
                    .toList();
        }
    }

    private static boolean compiles(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(NAME);
        } catch (IOException _) {
            // It has ended meanwhile.
            return false;
        }
    }
}
