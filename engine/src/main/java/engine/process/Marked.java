package engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Processes that are known by what is in their environment; where there is no {@code /proc}, none are found. */
final class Marked {
    private static final Path PROC = Path.of("/proc");
    /** What forks while it is ended is found the next time. */
    private static final int ROUNDS = 10;

    private Marked() {}

    /** Ends every process that was started with all of some variables, and what that started. */
    static void kill(List<Map<String, String>> marks) {
        for (var round = 0; round < ROUNDS && !marks.isEmpty(); round++) {
            var found = found(marks);
            if (found.isEmpty()) {
                return;
            }
            found.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static List<ProcessHandle> found(List<Map<String, String>> marks) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid() && isMarked(process, marks))
                .toList();
    }

    private static boolean isMarked(ProcessHandle process, List<Map<String, String>> marks) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(
                    PROC.resolve(Long.toString(process.pid())).resolve("environ"));
        } catch (IOException | UncheckedIOException _) {
            // It has ended, or is somebody else's.
            return false;
        }
        var entries = new HashSet<>(Arrays.asList(new String(environment, StandardCharsets.UTF_8).split("\0")));
        return marks.stream()
                .anyMatch(mark -> mark.entrySet().stream()
                        .allMatch(variable -> entries.contains(variable.getKey() + "=" + variable.getValue())));
    }
}
