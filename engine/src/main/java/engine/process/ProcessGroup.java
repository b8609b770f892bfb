package engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program started as the leader of a new session, so that it can be ended with everything that it started. */
record ProcessGroup(Process leader) {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    /**
     * The command that starts {@code command} in a session of its own; where there is no setsid, {@code command} itself.
     *
     * @param path the directories in which programs are looked for
     * @throws IOException when there is no such program: setsid would report it like an end of the program
     */
    static List<String> command(List<String> command, String path) throws IOException {
        var program = command.getFirst();
        var found = program.indexOf('/') < 0
                ? Stream.of(path.split(":")).anyMatch(dir -> isProgram(Path.of(dir, program)))
                : isProgram(Path.of(program));
        if (!found) {
            throw new IOException("there is no program '%s' that can be run".formatted(program));
        }
        var whole = new ArrayList<String>(command.size() + 1);
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        return whole;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Kills every process of the group; those that left it for a session of their own are found as descendants. */
    void kill() {
        var descendants = leader.descendants().toList();
        // First, so that it does not see a child end and go on, or end well, as if nothing were amiss.
        leader.destroyForcibly();
        try {
            // A shell's built-in kill takes a negative pid everywhere; the JDK has no call for process groups.
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            // No shell to be had: the leader and all that was tied to it is reached all the same.
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
