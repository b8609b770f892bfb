package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "1h30m, PT1H30M",
        "250ms, PT0.25S",
        "1.5s, PT1.5S",
        ".5m, PT30S",
        "1us, PT0.000001S",
        "-3s, PT-3S",
        "0, PT0S"
    })
    void goFormsAreRead(String text, Duration duration) {
        assertThat(Durations.go(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "'', time: invalid duration \"\"",
        "abc, time: invalid duration \"abc\"",
        ".s, time: invalid duration \".s\"",
        "10, time: missing unit in duration \"10\"",
        "1h10, time: missing unit in duration \"1h10\"",
        "10 s, time: unknown unit \" s\" in duration \"10 s\"",
        "1d, time: unknown unit \"d\" in duration \"1d\"",
        "9999999999h, time: invalid duration \"9999999999h\""
    })
    void anythingElseIsRefusedInGosWords(String text, String sentence) {
        assertThatThrownBy(() -> Durations.go(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource({"10 s, PT10S", "5 minutes, PT5M", "1 day, PT24H", "500 millis, PT0.5S", "1m30s, PT1M30S", "0, PT0S"})
    void hoconFormsAreReadInFiles(String text, Duration duration) {
        assertThat(Durations.read(text)).contains(duration);
    }

    @Test
    void negativeUnitlessAndOverflowingDurationsAreNoneInFiles() {
        assertThat(Durations.read("-1s")).isEmpty();
        assertThat(Durations.read("10")).isEmpty();
        assertThat(Durations.read("99999999999 days")).isEmpty();
        assertThat(Durations.read("10 parsecs")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "4 KiB, 4096", "512k, 524288", "1 kB, 1000", "1.5 KiB, 1536", "1 MB, 1000000", "0, 0"})
    void sizesAreRead(String text, long bytes) {
        assertThat(Sizes.read(text)).contains(bytes);
    }

    @Test
    void whatIsNoSizeIsNone() {
        assertThat(Sizes.read("-1")).isEmpty();
        assertThat(Sizes.read("1 TB")).isEmpty();
        assertThat(Sizes.read("")).isEmpty();
    }
}
