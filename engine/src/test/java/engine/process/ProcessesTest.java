package engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.Await;
import engine.process.Processes.Ended;
import engine.process.Processes.Leftovers;
import engine.process.Processes.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ByteString NOTHING = ByteString.emptyByteString();

    private final Processes processes = new Processes();
    private final List<Long> strays = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.close();
        strays.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private CompletableFuture<Ended> start(String script, Duration timeout, int limit, Leftovers leftovers) {
        return processes
                .run(Program.of(List.of("/bin/sh", "-c", script), Map.of()), NOTHING, timeout, limit, leftovers)
                .toCompletableFuture();
    }

    private Ended run(String script) throws Exception {
        return start(script, LONG, 4096, Leftovers.KILL).get();
    }

    private Ended runWith(Map<String, String> environment, ByteString stdin, String... command) throws Exception {
        return processes
                .run(Program.of(List.of(command), environment), stdin, LONG, 4096, Leftovers.KILL)
                .toCompletableFuture()
                .get();
    }

    /** The process ids that a script printed, one a line. */
    private List<Long> pids(String output) {
        var pids = output.lines().map(Long::valueOf).toList();
        strays.addAll(pids);
        return pids;
    }

    /** A process that has ended may stay in the table until its parent looks; that one does not run. */
    private static boolean runs(long pid) throws IOException, InterruptedException {
        var ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(pid)).start();
        var state = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
        ps.waitFor();
        return !state.isEmpty() && !state.startsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 77, 255})
    void tellsTheExitCode(int code) throws Exception {
        assertThat(run("exit " + code)).isEqualTo(new Ended(code, false, "", 0));
    }

    @Test
    void mixesOutputAndErrorsInTheirOrder() throws Exception {
        assertThat(run("echo one; echo two >&2; echo three")).isEqualTo(new Ended(0, false, "one\ntwo\nthree\n", 14));
    }

    @Test
    void givesStdinToTheProgram() throws Exception {
        assertThat(runWith(Map.of(), ByteString.fromString("1.4.2\n"), "/bin/cat")
                        .output())
                .isEqualTo("1.4.2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exec 0<&-; exit 0"})
    void stdinThatIsNotReadIsNoError(String script) throws Exception {
        var large = ByteString.fromArray(new byte[1 << 20]);
        assertThat(runWith(Map.of(), large, "/bin/sh", "-c", script)).isEqualTo(new Ended(0, false, "", 0));
    }

    @Test
    void addsToTheEnvironment() throws Exception {
        var ended = runWith(
                Map.of("ENGINE_EVENT_NAME", "dé ploy\n"),
                NOTHING,
                "/bin/sh",
                "-c",
                "printf '%s' \"$ENGINE_EVENT_NAME\"; test -n \"$PATH\"");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).isEqualTo("dé ploy\n");
    }

    @Test
    void keepsTheEndOfHugeOutputAndCountsAllOfIt() throws Exception {
        var size = 100 << 20;
        var ended = start("head -c " + size + " /dev/zero | tr '\\0' x; printf end", LONG, 1000, Leftovers.KILL)
                .get();
        assertThat(ended).isEqualTo(new Ended(0, false, "x".repeat(997) + "end", size + 3L));
    }

    @Test
    void outputThatIsNoUtf8IsShownAllTheSame() throws Exception {
        assertThat(run("printf '\\377\\376abc'").output()).isEqualTo("\uFFFD\uFFFDabc");
        var cut = start("printf '\\200%.0s' 1 2 3 4 5 6 7 8 9", LONG, 5, Leftovers.KILL)
                .get();
        assertThat(cut).isEqualTo(new Ended(0, false, "\uFFFD\uFFFD", 9));
    }

    @Test
    void aTimeoutKillsAllThatTheProgramStartedThoughItIgnoresSignals() throws Exception {
        var ended = start("""
                        trap '' TERM HUP INT
                        sleep 1000 & echo $!
                        (trap '' TERM; sleep 1000 & echo $!; wait) &
                        setsid sleep 1000 & echo $!
                        echo $$
                        wait
                        """, Duration.ofSeconds(1), 4096, Leftovers.KEEP).get();
        assertThat(ended.timedOut()).isTrue();
        var pids = pids(ended.output());
        assertThat(pids).hasSize(4);
        for (var pid : pids) {
            Await.until("process " + pid + " is gone", () -> !runs(pid));
        }
    }

    @Test
    void whatATriggerLeavesRunningGoesOnAndHoldsNothingUp() throws Exception {
        var ended = start("sleep 1000 & echo $!", LONG, 100, Leftovers.KEEP).get(10, TimeUnit.SECONDS);
        assertThat(ended.exitCode()).isZero();
        var pid = pids(ended.output()).getFirst();
        assertThat(run("sleep 0.3").exitCode()).isZero();
        assertThat(runs(pid)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ">/dev/null 2>&1"})
    void whatACheckLeavesRunningIsKilled(String redirection) throws Exception {
        var ended = start("sleep 1000 %s & echo $!".formatted(redirection), LONG, 100, Leftovers.KILL)
                .get(10, TimeUnit.SECONDS);
        assertThat(ended.timedOut()).isFalse();
        var pid = pids(ended.output()).getFirst();
        Await.until("the child is gone", () -> !runs(pid));
    }

    @Test
    void hundredsOfProgramsThatHangDoNotKeepAnotherFromRunning() throws Exception {
        var hanging = Stream.generate(() -> start("echo up; exec sleep 1000", LONG, 100, Leftovers.KILL))
                .limit(300)
                .toList();
        assertThat(run("echo runs").output()).isEqualTo("runs\n");
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "/no/such/program", "/etc/passwd", "/", "a\0b"})
    void aProgramThatIsNotThereFailsTheRun(String program) {
        assertThatThrownBy(() -> runWith(Map.of(), NOTHING, program, "x")).hasRootCauseInstanceOf(Exception.class);
        assertThat(processes.run(Program.of(List.of(program), Map.of()), NOTHING, LONG, 10, Leftovers.KILL))
                .failsWithin(LONG);
    }

    @Test
    void theFailureNamesTheProgram() {
        assertThatThrownBy(() -> runWith(Map.of(), NOTHING, "no-such-program"))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("there is no program 'no-such-program' that can be run");
    }

    @Test
    void anEnvironmentThatCannotBeFailsTheRun() {
        assertThatThrownBy(() -> runWith(Map.of("A", "b\0c"), NOTHING, "/bin/true"))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProgramIsFoundOnThePathThatItIsGiven(@TempDir Path directory) throws Exception {
        var program = Files.writeString(directory.resolve("hello"), "#!/bin/sh\necho hello\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(runWith(Map.of("PATH", "/none:" + directory), NOTHING, "hello")
                        .output())
                .isEqualTo("hello\n");
    }

    @Test
    void closingEndsAllThatRunsAndStartsNoMore(@TempDir Path directory) throws Exception {
        var runs = new ArrayList<CompletableFuture<Ended>>();
        for (var i = 0; i < 5; i++) {
            var file = directory.resolve("pid" + i);
            runs.add(start("trap '' TERM; sleep 1000 & echo $! > " + file + "; wait", LONG, 10, Leftovers.KEEP));
        }
        var pids = new ArrayList<Long>();
        for (var i = 0; i < 5; i++) {
            var file = directory.resolve("pid" + i);
            Await.until(
                    "the script has written its child's id",
                    () -> Files.readString(file).endsWith("\n"));
            pids.addAll(pids(Files.readString(file)));
        }
        processes.close();
        for (var pid : pids) {
            Await.until("process " + pid + " is gone", () -> !runs(pid));
        }
        runs.add(start("touch " + directory.resolve("late"), LONG, 10, Leftovers.KEEP));
        Await.until("nothing is waited for", () -> processes.idle());
        assertThat(runs)
                .describedAs("nobody is told of an end by the agent's own")
                .noneMatch(CompletableFuture::isDone);
        assertThat(directory.resolve("late")).doesNotExist();
    }
}
