package engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program started as the leader of a new session, so that it can be ended with everything that it started. */
record ProcessGroup(Process leader) {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    /** The command that starts {@code command} in a session of its own; where there is no setsid, {@code command} itself. */
    static List<String> command(List<String> command) {
        var whole = new ArrayList<String>(command.size() + 1);
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(path -> whole.add(path.toString()));
        whole.addAll(command);
        return whole;
    }

    /** Kills every process of the group; those that left it for a session of their own are found as descendants. */
    void kill() {
        var descendants = leader.descendants().toList();
        try {
            // A shell's built-in kill takes a negative pid everywhere; the JDK has no call for process groups.
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            // No shell to be had: what follows reaches the leader and all that is still tied to it.
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        leader.destroyForcibly();
    }
}
