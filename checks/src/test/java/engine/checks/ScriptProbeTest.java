package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Commands.Finished;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptProbeTest {

    @ParameterizedTest
    @CsvSource({"0, PASSING", "1, WARNING", "2, CRITICAL", "127, CRITICAL", "-1, CRITICAL", "255, CRITICAL"})
    void theExitCodeIsTheStatus(int exitCode, Status status) {
        assertThat(result(CompletableFuture.completedStage(new Finished(exitCode, false, "text"))))
                .isEqualTo(new Result(status, "text"));
    }

    @Test
    void aTimeoutIsCriticalWithWhatTheProgramHadWritten() {
        assertThat(result(CompletableFuture.completedStage(new Finished(0, true, "hi\n"))))
                .isEqualTo(new Result(Status.CRITICAL, "Timed out (1.5s) running check\n\nhi\n"));
        assertThat(result(CompletableFuture.completedStage(new Finished(0, true, ""))))
                .isEqualTo(new Result(Status.CRITICAL, "Timed out (1.5s) running check"));
    }

    @Test
    void aProgramThatCannotBeStartedIsCriticalWithTheReason() {
        var failed = CompletableFuture.<Finished>failedStage(new IOException("no such file: nope"));
        assertThat(result(failed)).isEqualTo(new Result(Status.CRITICAL, "no such file: nope"));
        assertThat(result(failed.thenApply(finished -> finished)))
                .isEqualTo(new Result(Status.CRITICAL, "no such file: nope"));
    }

    @Test
    void theProgramGetsItsTimeoutAndOutputLimit() {
        assertThat(result((command, timeout, limit) -> CompletableFuture.completedStage(
                        new Finished(0, false, command + " " + timeout + " " + limit))))
                .isEqualTo(new Result(Status.PASSING, "[disk, /] PT1.5S 100"));
    }

    private static Result result(CompletionStage<Finished> finished) {
        return result((_, _, _) -> finished);
    }

    private static Result result(Commands commands) {
        var script = new CheckSpec.Script(List.of("disk", "/"));
        var definition = new CheckDefinition(
                "c",
                "c",
                "",
                "",
                script,
                Duration.ofSeconds(10),
                Duration.ofMillis(1500),
                Status.CRITICAL,
                Policy.IMMEDIATE,
                100,
                Optional.empty());
        return new ScriptProbe(script, definition, commands)
                .start()
                .result()
                .toCompletableFuture()
                .join();
    }
}
