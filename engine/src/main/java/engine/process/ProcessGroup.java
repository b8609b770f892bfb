package engine.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program started as the leader of a new session, so that it can be ended with everything that it started. */
record ProcessGroup(Process leader) {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = kill2();

    /** kill(2): the JDK has no call that reaches a process group, and a shell for it would cost as much as a check. */
    @SuppressWarnings("restricted") // two numbers go in and one comes out: no memory is touched
    private static MethodHandle kill2() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("kill").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /** Starts a program in a session of its own. */
    static ProcessGroup start(ProcessBuilder builder) throws IOException {
        if (Spawn.isSupported()) {
            return new ProcessGroup(Spawn.start(builder));
        }
        builder.command(inSession(builder.command()));
        return new ProcessGroup(builder.start());
    }

    /** The command that starts {@code command} in a session of its own; where there is no setsid, {@code command} itself. */
    private static List<String> inSession(List<String> command) {
        var whole = new ArrayList<String>(command.size() + 1);
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        return whole;
    }

    /**
     * Sees that there is a program: setsid would report that there is none like an end of the program.
     *
     * @param path the directories in which programs are looked for
     * @param directory where it is to run; empty for where the agent does
     * @throws IOException when there is none
     */
    static void require(String program, String path, String directory) throws IOException {
        var found = program.indexOf('/') < 0
                ? Stream.of(path.split(":")).anyMatch(dir -> isProgram(Path.of(dir, program)))
                : isProgram(Path.of(directory).resolve(program));
        if (!found) {
            throw new IOException("there is no program '%s' that can be run".formatted(program));
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Kills every process of the group; those that left it for a session of their own are found as descendants. */
    void kill() {
        var descendants = leader.descendants().toList();
        killMembers();
        descendants.forEach(ProcessHandle::destroyForcibly);
        leader.destroyForcibly();
    }

    /** Kills what is in the group, also once its leader has ended; nothing when there is nothing, or no setsid made it. */
    void killMembers() {
        try {
            var _ = (int) KILL.invokeExact(-Math.toIntExact(leader.pid()), SIGKILL);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) could not be called", e);
        }
    }
}
