package engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * Runs programs. Each has two threads or three while it runs, which others may have after it. Closing ends all that still run;
 * nobody is told how those ended, since it says nothing of the programs.
 */
public final class Processes implements AutoCloseable {
    /** How long output is waited for after a program has ended but something that it started holds the pipe open. */
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(200);

    private static final File NOTHING = new File("/dev/null");

    /** Who reads or writes a pipe, or waits for a child, holds a thread of the machine: virtual threads share too few of those. */
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            15,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("program-", 0).factory());

    private final Set<ProcessGroup> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A program as it is to run.
     *
     * @param command the program and its arguments
     * @param environment added to the agent's own
     * @param user whose rights it has; empty for the agent's
     * @param directory where it runs; empty for the agent's
     * @param niceness added to the agent's own
     */
    public record Program(
            List<String> command, Map<String, String> environment, String user, String directory, int niceness) {

        /** A program that runs as and where the agent does. */
        public static Program of(List<String> command, Map<String, String> environment) {
            return new Program(command, environment, "", "", 0);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param stdin given to the program, which need not read it
     * @param timeout the program's whole process group is killed after this
     * @param outputLimit bytes of stdout and stderr (mixed) kept, the last ones
     * @param leftovers whether what the program left running in its group goes on after its end
     * @return fails with {@link IOException} when the program could not be started; never completes when it still ran, or had
     *     not begun, when this was closed
     */
    public CompletionStage<Ended> run(
            Program program, ByteString stdin, Duration timeout, int outputLimit, Leftovers leftovers) {
        return run(program, stdin, timeout, outputLimit, leftovers, Optional.empty());
    }

    /**
     * The same, and has its output watched.
     *
     * @param watcher is told, while the program runs, when it has printed more, a few times a second at most
     */
    public CompletionStage<Ended> run(
            Program program,
            ByteString stdin,
            Duration timeout,
            int outputLimit,
            Leftovers leftovers,
            Optional<Consumer<Printed>> watcher) {
        var result = new CompletableFuture<Ended>();
        THREADS.execute(() -> {
            try {
                runHere(program, stdin, timeout, new Capture(outputLimit, watcher), leftovers)
                        .ifPresent(result::complete);
            } catch (IOException | InterruptedException | RuntimeException e) {
                // Also what the JDK refuses without an IOException, such as a NUL in the environment.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * Ends what is left of programs that an agent before this one started, and all that they started.
     *
     * @param marks for each, variables of the environment by which it is known
     */
    public static void killLeft(List<Map<String, String>> marks) {
        Marked.kill(marks);
    }

    /** How it ended; empty when that is nobody's to know. */
    private Optional<Ended> runHere(
            Program program, ByteString stdin, Duration timeout, Capture capture, Leftovers leftovers)
            throws IOException, InterruptedException {
        if (closed) {
            return Optional.empty();
        }
        var builder = new ProcessBuilder().redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        new Conditions(program.user(), program.directory(), program.niceness())
                .apply(program.command(), program.environment(), builder);
        if (stdin.isEmpty()) {
            builder.redirectInput(NOTHING);
        }
        var group = ProcessGroup.start(builder);
        var process = group.leader();
        running.add(group);
        if (closed) {
            group.kill();
        }
        try {
            var reading = CompletableFuture.runAsync(() -> capture.read(process.getInputStream()), THREADS);
            if (!stdin.isEmpty()) {
                THREADS.execute(() -> writeAll(process, stdin));
            }
            var timedOut = !endsWithin(timeout, group);
            if (!timedOut && leftovers == Leftovers.KILL) {
                group.killMembers();
            }
            // What has been read by now is the output, though something that goes on may hold the pipe.
            reading.completeOnTimeout(null, OUTPUT_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            process.getInputStream().close();
            return closed ? Optional.empty() : Optional.of(capture.ended(process.exitValue(), timedOut));
        } finally {
            running.remove(group);
        }
    }

    /** Waits for the end of a program; kills it after this time, and answers false then. */
    private static boolean endsWithin(Duration timeout, ProcessGroup group) throws InterruptedException {
        var ended = new CompletableFuture<Boolean>();
        ended.completeOnTimeout(false, timeout.toNanos(), TimeUnit.NANOSECONDS).thenAccept(isInTime -> {
            if (!isInTime) {
                THREADS.execute(group::kill);
            }
        });
        group.leader().waitFor();
        return ended.complete(true);
    }

    private static void writeAll(Process process, ByteString stdin) {
        try (var input = process.getOutputStream()) {
            input.write(stdin.toArrayUnsafe());
        } catch (IOException _) {
            // The program ended or closed its stdin without reading: its own choice.
        }
    }

    /** Whether no program runs. */
    boolean idle() {
        return running.isEmpty();
    }

    /** Kills all programs that still run, and starts no more. */
    @Override
    public void close() {
        closed = true;
        running.forEach(ProcessGroup::kill);
    }

    /**
     * How a program ended.
     *
     * @param exitCode means nothing when {@code timedOut}
     * @param output the last bytes of stdout and stderr
     * @param outputBytes bytes printed, kept or not
     */
    public record Ended(int exitCode, boolean timedOut, String output, long outputBytes) {

        /** The output, and how much there was before it. */
        public Printed printed() {
            return Printed.of(output, outputBytes);
        }
    }

    /**
     * What a program has printed.
     *
     * @param text the last of it
     * @param dropped bytes before that; about so many where it is no UTF-8 and nobody watches
     */
    public record Printed(String text, long dropped) {

        static Printed of(String text, long total) {
            return new Printed(text, Math.max(0, total - text.getBytes(StandardCharsets.UTF_8).length));
        }
    }

    /** What happens to processes that outlive the program that started them. */
    public enum Leftovers {
        /** They are killed, as far as they are in its group. */
        KILL,
        /** They go on. Their output is not read any more: one that still prints into it is ended by the system (SIGPIPE). */
        KEEP
    }
}
