package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that is ended from outside, as a process of its own, and the program that it runs with what that has started. */
@Timeout(60)
final class KilledWatchTest {
    @TempDir
    Path dir;

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/kv/a", "[{\"Key\":\"a\",\"Value\":\"eA==\"}]");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Process watch() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "engine.cli.Main",
                        "watch",
                        "-http-addr=" + agent.address(),
                        "-type=key",
                        "-key=a",
                        "trap 'touch %1$s/told; exit 0' TERM; sleep 300 & echo $! > %1$s/inner; echo $$ > %1$s/outer; wait"
                                .formatted(dir)))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("printed").toFile())
                .start();
    }

    private ProcessHandle process(String file) throws Exception {
        var path = dir.resolve(file);
        await(file, () -> Files.exists(path) && Files.size(path) > 1);
        return ProcessHandle.of(Long.parseLong(Files.readString(path).strip())).orElseThrow();
    }

    /** One that has ended and whose end nobody has asked for yet is still listed, as a zombie. */
    private static boolean isGone(ProcessHandle process) throws IOException {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (NoSuchFileException _) {
            return !process.isAlive();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as(() -> what + ": " + printed().orElse(""))
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private Optional<String> printed() {
        try {
            return Optional.of(Files.readString(dir.resolve("printed")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Nobody is asked to pass KILL on: the program is told to end all the same. */
    @ParameterizedTest
    @CsvSource({"TERM, 0", "INT, 0", "HUP, 0", "KILL, 137"})
    void theProgramAndWhatItStartedEndWithTheWatch(String signal, int status) throws Exception {
        var watch = watch();
        var outer = process("outer");
        var inner = process("inner");
        var kill = new ProcessBuilder("kill", "-s", signal, Long.toString(watch.pid())).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.exitValue()).isEqualTo(status);
        await("the program is gone", () -> isGone(outer));
        await("what it started is gone", () -> isGone(inner));
        assertThat(dir.resolve("told")).exists();
    }
}
