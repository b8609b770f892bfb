package engine.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs in a process group of its own, on this process's output. A shell beside it passes signals on to the
 * group, and ends the group when this process is gone, however it went. Where there is no setsid, signals reach the program alone.
 */
final class ChildProcess {
    /** From being told to end (TERM) to being ended (KILL). */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    /**
     * Reads whom to signal, a group's number with a minus, which may not be one yet; then signals by name, {@code stop} and
     * {@code end}; the end of its input is as good as {@code stop}. $1: tenths of a second between TERM and KILL, unless all have
     * ended sooner. It is there before the program: whoever ends this process while the program starts ends that too.
     */
    private static final String GUARD = """
            read -r whom || exit
            while read -r word; do
              case $word in
                end) exit ;;
                stop) break ;;
                *) kill -s "$word" -- "$whom" || kill -s "$word" -- "${whom#-}" ;;
              esac
            done
            kill -s TERM -- "$whom" || kill -s TERM -- "${whom#-}"
            n=0
            while [ "$n" -lt "$1" ] && kill -s 0 -- "$whom"; do sleep 0.1; n=$((n + 1)); done
            kill -s KILL -- "$whom"
            """;

    private final Process program;
    private final Process guard;

    private ChildProcess(Process program, Process guard) {
        this.program = program;
        this.guard = guard;
    }

    /**
     * Starts a program.
     *
     * @param environment added to this process's own
     * @param input what it reads on standard input; null for this process's own input
     * @throws Failure when it cannot be started
     */
    static ChildProcess start(List<String> command, Map<String, String> environment, byte @Nullable [] input) {
        try {
            var builder = new ProcessBuilder(grouped(command))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .redirectInput(
                            input == null
                                    ? Redirect.INHERIT
                                    : input.length == 0 ? Redirect.from(new File("/dev/null")) : Redirect.PIPE);
            builder.environment().putAll(environment);
            checkProgram(command.getFirst(), builder.environment().getOrDefault("PATH", ""));
            var child = guarded(builder);
            if (input != null && input.length > 0) {
                // A program need not read: what fills its pipe waits for it, and nobody waits for that.
                Thread.ofPlatform().daemon().name("stdin").start(() -> child.feed(input));
            }
            return child;
        } catch (IOException e) {
            throw new Failure("'" + Table.safe(command.getFirst()) + "' cannot be run: " + e.getMessage() + ".");
        }
    }

    private static ChildProcess guarded(ProcessBuilder builder) throws IOException {
        var guard = guard();
        try {
            var child = new ChildProcess(builder.start(), guard);
            child.tell((setsid().isPresent() ? "-" : "") + child.program.pid());
            return child;
        } catch (IOException e) {
            guard.destroy();
            throw e;
        }
    }

    /** A command as a line of the user's shell; arguments are joined with blanks, as Consul does. */
    static List<String> shell(List<String> command, Shell shell) {
        var wanted = shell.environment("SHELL");
        return List.of(wanted.isEmpty() ? "/bin/sh" : wanted, "-c", String.join(" ", command));
    }

    private static List<String> grouped(List<String> command) {
        var whole = new ArrayList<String>();
        setsid().ifPresent(whole::add);
        whole.addAll(command);
        return whole;
    }

    private static Optional<String> setsid() {
        return SETSID.stream().filter(Files::isExecutable).map(Path::toString).findFirst();
    }

    /** setsid would report a program that is not there like an end of the program. */
    private static void checkProgram(String program, String path) throws IOException {
        boolean found = program.indexOf('/') < 0
                ? Stream.of(path.split(":")).anyMatch(directory -> isProgram(Path.of(directory, program)))
                : isProgram(Path.of(program));
        if (!found) {
            throw new IOException("there is no such program");
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Process guard() throws IOException {
        var command = grouped(List.of("/bin/sh", "-c", GUARD, "guard", Long.toString(GRACE.toMillis() / 100)));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    private void feed(byte[] input) {
        try (var in = program.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // The program ended or closed its input without reading it: its own choice.
        }
    }

    /** Completes with the exit status; 128 and its number for a signal. What the program left running goes on. */
    CompletableFuture<Integer> ended() {
        return program.onExit().thenApply(ended -> {
            tell("end");
            return ended.exitValue();
        });
    }

    boolean isAlive() {
        return program.isAlive();
    }

    /** Sends a signal, named without SIG, to all of the group. */
    void signal(String name) {
        tell(name);
    }

    /** Ends all of the group: told to (TERM), and killed when that has not helped in {@link #GRACE}. */
    void stop() throws InterruptedException {
        tell("stop");
        if (!guard.waitFor(GRACE.toMillis() + 2000, TimeUnit.MILLISECONDS)) {
            program.destroyForcibly();
        }
        program.waitFor();
    }

    private synchronized void tell(String word) {
        try {
            var out = guard.getOutputStream();
            out.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException _) {
            // The guard has ended, after the program or with it.
        }
    }
}
