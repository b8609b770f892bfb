package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProbeTest {

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aProcessIsFoundByItsFileUntilItIsKilled(@TempDir Path directory) throws Exception {
        var file = directory.resolve("pid");
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file, process.pid() + "\n");
            var shown = "process " + process.pid() + " of " + file;
            assertThat(run(file.toString(), "")).isEqualTo(new Result(Status.PASSING, shown + " runs"));
            assertThat(run(file.toString(), "sleep").status()).isEqualTo(Status.PASSING);
            assertThat(run(file.toString(), "nginx"))
                    .isEqualTo(new Result(Status.CRITICAL, shown + " is sleep, not nginx"));
            process.destroyForcibly().waitFor();
            assertThat(run(file.toString(), "")).isEqualTo(new Result(Status.CRITICAL, shown + " does not run"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProcessIsFoundByTheNameOfItsProgramUntilItIsKilled(@TempDir Path directory) throws Exception {
        // Longer than what the kernel keeps of a name.
        var name = "a-program-with-a-long-name-" + ProcessHandle.current().pid();
        var program = Files.copy(Path.of("/bin/sleep"), directory.resolve(name));
        assertThat(run("", name)).isEqualTo(new Result(Status.CRITICAL, "no process " + name + " runs"));
        var process = new ProcessBuilder(program.toString(), "60").start();
        try {
            assertThat(run("", name))
                    .isEqualTo(new Result(Status.PASSING, "process " + name + " runs: " + process.pid()));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(run("", name).status()).isEqualTo(Status.CRITICAL);
    }

    /** A shell that replaces itself does not wait for its child. */
    @Test
    void aZombieDoesNotRun(@TempDir Path directory) throws Exception {
        var file = directory.resolve("pid");
        var parent = new ProcessBuilder("/bin/sh", "-c", "sleep 0.5 & echo $! > " + file + "; exec sleep 60").start();
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            Result result;
            do {
                result = run(file.toString(), "");
            } while (!result.output().endsWith("has ended and is a zombie") && System.nanoTime() < deadline);
            assertThat(result.status()).isEqualTo(Status.CRITICAL);
            assertThat(result.output()).endsWith("has ended and is a zombie");
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aFileThatIsNoneOrHoldsNoNumberIsCritical(@TempDir Path directory) throws Exception {
        var file = directory.resolve("pid");
        assertThat(run(file.toString(), "")).isEqualTo(new Result(Status.CRITICAL, "there is no file " + file));
        for (var text : new String[] {"", "abc", "-1", "0", "1 2", "9".repeat(100)}) {
            Files.writeString(file, text);
            assertThat(run(file.toString(), ""))
                    .as(text)
                    .isEqualTo(new Result(Status.CRITICAL, file + " holds no number of a process"));
        }
    }

    @Test
    void aPathThatIsNotAbsoluteIsRefused() {
        assertThatThrownBy(() -> new CheckSpec.OsProcess("run/x.pid", ""))
                .hasMessage("pid-file must be an absolute path, not 'run/x.pid'");
        assertThatThrownBy(() -> new CheckSpec.OsProcess("", "")).hasMessageContaining("needs process or pid-file");
    }

    private Result run(String file, String name) throws Exception {
        var target = new CheckSpec.OsProcess(file, name);
        return new ProcessProbe(target, Definitions.of(target), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
