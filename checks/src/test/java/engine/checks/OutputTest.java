package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {

    @Test
    void aScriptsOutputIsItsEndUnderALineThatSaysHowMuchThereWas() {
        assertThat(Output.ofScript(new Commands.Finished(0, false, "0123456789abcdef\n"), 10))
                .isEqualTo("Captured 10 of 17 bytes\n...\n789abcdef\n");
    }

    @Test
    void aScriptsOutputThatWasCutBeforeIsSaidToBeCut() {
        assertThat(Output.ofScript(new Commands.Finished(0, false, "cdef", 4000), 10))
                .isEqualTo("Captured 4 of 4000 bytes\n...\ncdef");
    }

    @Test
    void aReportIsItsBeginningAndHowMuchThereWas() {
        assertThat(Output.ofReport("0123456789abcdef", 10)).isEqualTo("0123456789 ... (captured 10 of 16 bytes)");
        assertThat(Output.ofReport("0123456789", 10)).isEqualTo("0123456789");
    }

    @Test
    void aBodyThatWasCutInACharacterLosesThatCharacter() {
        var bytes = new byte[] {'a', (byte) 0xE2, (byte) 0x82};
        assertThat(Output.ofBody(bytes, false, 3)).isEqualTo("a");
        assertThat(Output.ofBody(bytes, true, 10)).isEqualTo("a\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.5S, 500ms",
        "PT0.0015S, 1.5ms",
        "PT1.5S, 1.5s",
        "PT30S, 30s",
        "PT1M, 1m0s",
        "PT1M30S, 1m30s",
        "PT1H, 1h0m0s",
        "PT20H, 20h0m0s",
        "PT72H5S, 72h0m5s"
    })
    void aDurationIsWrittenAsGoWritesIt(Duration duration, String text) {
        assertThat(Output.ofDuration(duration)).isEqualTo(text);
    }
}
