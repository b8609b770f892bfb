package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemctl prints (systemd 252), and what that means. */
class OsServiceProbeTest {

    @ParameterizedTest
    @CsvSource({
        "active, 0, PASSING",
        "activating, 3, WARNING",
        "deactivating, 3, WARNING",
        "reloading, 0, WARNING",
        "inactive, 3, CRITICAL",
        "failed, 3, CRITICAL"
    })
    void theStateOfTheUnitIsTheStatus(String state, int exit, Status status) throws Exception {
        assertThat(run(CompletableFuture.completedFuture(new Commands.Finished(exit, false, state + "\n"))))
                .isEqualTo(new Result(status, "service nginx: " + state));
    }

    @Test
    void aMachineWithoutSystemdSaysSo() throws Exception {
        var text = """
                System has not been booted with systemd as init system (PID 1). Can't operate.
                Failed to connect to bus: Host is down
                """;
        assertThat(run(CompletableFuture.completedFuture(new Commands.Finished(1, false, text))))
                .isEqualTo(new Result(Status.CRITICAL, "service nginx: " + text.strip()));
        assertThat(run(CompletableFuture.failedFuture(new IllegalStateException("there is no program systemctl"))))
                .isEqualTo(new Result(Status.CRITICAL, "service nginx: there is no program systemctl"));
    }

    @Test
    void whatIsNoNameOfAUnitIsRefused() {
        for (var name : List.of("", "a b", "a;b", "a/b", "x".repeat(256))) {
            assertThatThrownBy(() -> new CheckSpec.OsService(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Result run(CompletableFuture<Commands.Finished> finished) throws Exception {
        var target = new CheckSpec.OsService("nginx");
        return new OsServiceProbe(target, Definitions.of(target), (command, _, _) -> {
                    assertThat(command).containsExactly("systemctl", "is-active", "--", "nginx");
                    return finished;
                })
                .start()
                .result()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }
}
