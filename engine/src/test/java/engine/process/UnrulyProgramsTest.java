package engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import engine.Await;
import engine.process.Processes.Ended;
import engine.process.Processes.Leftovers;
import engine.process.Processes.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of checks that do not behave: none holds up the agent or others, and none leaves anything behind in it. */
@Timeout(120)
final class UnrulyProgramsTest {
    /** Longer than threads stay that have nothing to do. */
    private static final Duration IDLE = Duration.ofSeconds(40);

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 1_000;

    private final Processes processes = new Processes();

    @AfterEach
    void endAll() {
        processes.close();
    }

    private CompletableFuture<Ended> start(Duration timeout, String... command) {
        return processes
                .run(
                        Program.of(List.of(command), Map.of()),
                        ByteString.emptyByteString(),
                        timeout,
                        1000,
                        Leftovers.KILL)
                .toCompletableFuture();
    }

    private Ended run(Duration timeout, String script) throws ExecutionException, InterruptedException {
        return start(timeout, "/bin/sh", "-c", script).get();
    }

    /** The states of this process's children, as {@code ps} names them: {@code Z} is a zombie. */
    private static List<String> children() throws IOException {
        var self = Long.toString(ProcessHandle.current().pid());
        try (var all = Files.list(Path.of("/proc"))) {
            return all.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .map(UnrulyProgramsTest::stat)
                    .map(stat ->
                            stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "))
                    .filter(fields -> fields.length > 1 && fields[1].equals(self))
                    .map(fields -> fields[0])
                    .toList();
        }
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException _) {
            // It has ended meanwhile.
            return ")";
        }
    }

    private static long threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void aThousandThatHangLeaveNoZombieAndNoThread() throws Exception {
        assertThat(run(LONG, "exit 0").exitCode()).isZero();
        var before = threads();
        var others = children();
        var hanging = Stream.generate(() -> start(Duration.ofSeconds(20), "/bin/sleep", "1000"))
                .limit(MANY)
                .toList();
        assertThat(run(LONG, "echo runs").output()).isEqualTo("runs\n");
        for (var one : hanging) {
            assertThat(one.get(90, TimeUnit.SECONDS).timedOut()).isTrue();
        }
        assertThat(children()).hasSameSizeAs(others).doesNotContain("Z");
        Await.until("their threads are gone", IDLE, () -> threads() < before + 50);
    }

    @Test
    void whatClosesItsOutputIsWaitedFor() throws Exception {
        assertThat(run(LONG, "echo before; exec >&- 2>&-; sleep 1; exit 3"))
                .isEqualTo(new Ended(3, false, "before\n", 7));
        assertThat(run(Duration.ofSeconds(1), "exec >&- 2>&-; sleep 1000").timedOut())
                .isTrue();
    }

    @Test
    void aFloodThatDoesNotEndIsEndedInTimeAndItsEndIsKept() throws Exception {
        var ended = run(Duration.ofSeconds(2), "trap '' TERM; yes 0123456789");
        assertThat(ended.timedOut()).isTrue();
        assertThat(ended.output()).hasSize(1000).contains("0123456789\n0123456789");
        assertThat(ended.outputBytes()).isGreaterThan(1_000_000);
    }

    /** A daemon has a session of its own, so it goes on; that it holds the output open holds up nothing, and no thread. */
    @Test
    void aDaemonGoesOnAndIsNotWaitedFor() throws Exception {
        run(LONG, "exit 0");
        var before = threads();
        var pids = Stream.generate(() -> start(LONG, "/bin/sh", "-c", "setsid sleep 1000 & echo $!; sleep 0.5"))
                .limit(50)
                .map(started -> Long.parseLong(started.join().output().strip()))
                .toList();
        try {
            assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isPresent());
            Await.until("nobody waits for their output", IDLE, () -> threads() < before + 20);
        } finally {
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void aFileThatVanishesFailsTheRunThatFollowsAndIsFoundAgain(@TempDir Path directory) throws Exception {
        var file = directory.resolve("check.sh");
        for (var round = 0; round < 2; round++) {
            Files.writeString(file, "#!/bin/sh\necho there\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
            assertThat(start(LONG, file.toString()).get().output()).isEqualTo("there\n");
            Files.delete(file);
            assertThat(start(LONG, file.toString()))
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("there is no program '" + file + "' that can be run");
        }
        Files.writeString(file, "echo a file without a first line that says what runs it\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(start(LONG, file.toString()).get().output()).contains("without a first line");
        Files.writeString(file, "#!/no/such/interpreter\n");
        assertThat(start(LONG, file.toString()))
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining(file.toString());
    }
}
