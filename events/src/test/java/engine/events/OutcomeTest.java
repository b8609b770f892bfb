package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "1, exit code 1",
        "128, exit code 128",
        "137, exit code 137: ended by signal 9 (KILL)",
        "143, exit code 143: ended by signal 15 (TERM)",
        "144, exit code 144: ended by signal 16",
        "192, exit code 192: ended by signal 64",
        "193, exit code 193",
        "255, exit code 255"
    })
    void anExitCodeTellsTheSignal(int code, String reason) {
        var outcome = Outcome.of(new Commands.Finished(code, false, "out"), Duration.ofSeconds(1));
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.exitCode()).hasValue(code);
        assertThat(outcome.status()).isEqualTo(Run.Status.FAILED);
    }
}
