package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ChildProcessTest {

    @TempDir
    Path directory;

    private ChildProcess start(String script, byte[] input) {
        return ChildProcess.start(
                List.of("/bin/sh", "-c", script), Map.of("DIR", directory.toString(), "MARK", "x"), input);
    }

    private static int status(ChildProcess child) throws Exception {
        return child.ended().get(20, TimeUnit.SECONDS);
    }

    private void await(String file) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!Files.exists(directory.resolve(file))) {
            assertThat(System.nanoTime()).as(file).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void itGetsInputAndEnvironmentAndItsStatusIsTold() throws Exception {
        var child = start("echo \"$MARK $(cat)\" > $DIR/got; exit 4", "hallo".getBytes(StandardCharsets.UTF_8));
        assertThat(status(child)).isEqualTo(4);
        assertThat(Files.readString(directory.resolve("got"))).isEqualTo("x hallo\n");
        assertThat(status(start("cat > $DIR/none", new byte[0]))).isZero();
        assertThat(Files.size(directory.resolve("none"))).isZero();
    }

    @Test
    void aProgramThatDoesNotReadIsNotWaitedFor() throws Exception {
        assertThat(status(start("exit 3", new byte[1 << 20]))).isEqualTo(3);
    }

    @Test
    void aSignalReachesTheWholeGroup() throws Exception {
        var child = start(
                "(trap 'echo inner > $DIR/inner; exit' USR1; touch $DIR/ready; while :; do sleep 0.05; done) &"
                        + " trap 'wait; exit 6' USR1; wait",
                new byte[0]);
        await("ready");
        child.signal("USR1");
        await("inner");
        assertThat(status(child)).isEqualTo(6);
    }

    @Test
    void stoppingLetsItEndInOrder() throws Exception {
        var child = start(
                "trap 'sleep 0.2; touch $DIR/tidied; exit 5' TERM; touch $DIR/ready; sleep 64 & wait", new byte[0]);
        var ended = child.ended();
        await("ready");
        child.stop();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(directory.resolve("tidied")).exists();
    }

    @Test
    void whatDoesNotEndIsKilled() throws Exception {
        var child = start("trap '' TERM; touch $DIR/ready; sleep 65; sleep 65", new byte[0]);
        await("ready");
        long began = System.nanoTime();
        child.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(ChildProcess.GRACE.minusSeconds(1), ChildProcess.GRACE.plusSeconds(3));
        assertThat(status(child)).isEqualTo(137);
    }

    @Test
    void aProgramThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> ChildProcess.start(List.of("no-such-program"), Map.of(), new byte[0]))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("there is no such program");
        assertThatThrownBy(() -> ChildProcess.start(List.of(directory.toString()), Map.of(), new byte[0]))
                .isInstanceOf(Failure.class);
    }

    @Test
    void aCommandLineOfAShellIsOneText() {
        var shell = new Shell(System.in, System.out, System.err, Map.of("SHELL", "/bin/zsh"), false);
        assertThat(ChildProcess.shell(List.of("a", "b c"), shell)).containsExactly("/bin/zsh", "-c", "a b c");
    }
}
