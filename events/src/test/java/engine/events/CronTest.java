package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant next(String cron, String after, ZoneId zone) {
        return new Cron(cron).next(Instant.parse(after), zone);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *            | 2026-01-01T00:00:00Z   | 2026-01-01T00:01:00Z",
                "* * * * *            | 2026-01-01T00:00:59.9Z | 2026-01-01T00:01:00Z",
                "30 3 * * *           | 2026-01-01T03:30:00Z   | 2026-01-02T03:30:00Z",
                "*/15 8-17 * * *      | 2026-01-01T17:50:00Z   | 2026-01-02T08:00:00Z",
                "5/20 * * * *         | 2026-01-01T00:25:00Z   | 2026-01-01T00:45:00Z",
                "0 0 29 2 *           | 2026-01-01T00:00:00Z   | 2028-02-29T00:00:00Z",
                "0 0 */31 1 fri       | 2000-01-01T00:00:00Z   | 2010-01-01T00:00:00Z",
                "0 12 * * mon-fri     | 2026-01-02T12:00:00Z   | 2026-01-05T12:00:00Z",
                "0 12 * * sat-sun     | 2026-01-02T12:00:00Z   | 2026-01-03T12:00:00Z",
                "0 12 * * 7           | 2026-01-02T12:00:00Z   | 2026-01-04T12:00:00Z",
                "0 0 13 * fri         | 2026-01-01T00:00:00Z   | 2026-01-02T00:00:00Z",
                "0 0 13 * *           | 2026-01-01T00:00:00Z   | 2026-01-13T00:00:00Z",
                "0 0 1 JAN,jul *      | 2026-01-01T00:00:00Z   | 2026-07-01T00:00:00Z",
                "@hourly              | 2026-01-01T00:00:00Z   | 2026-01-01T01:00:00Z",
                "@weekly              | 2026-01-01T00:00:00Z   | 2026-01-04T00:00:00Z",
                "@yearly              | 2026-01-01T00:00:00Z   | 2027-01-01T00:00:00Z",
            })
    void theNextTimeIsWhatCronSays(String cron, String after, String expected) {
        assertThat(next(cron, after, UTC)).isEqualTo(Instant.parse(expected));
    }

    @Test
    void aTimeThatTheClocksLeaveOutIsDueAsMuchLater() {
        assertThat(next("30 2 * * *", "2026-03-28T12:00:00Z", BERLIN)).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(next("30 2 * * *", "2026-03-29T01:30:00Z", BERLIN)).isEqualTo(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void aTimeThatTheClocksShowTwiceIsDueOnce() {
        assertThat(next("30 2 * * *", "2026-10-24T12:00:00Z", BERLIN)).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(next("30 2 * * *", "2026-10-25T00:30:00Z", BERLIN)).isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(next("30 2 * * *", "2026-10-25T01:10:00Z", BERLIN)).isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void whatIsDueEveryHourGoesOnWhileTheClocksAreChanged() {
        assertThat(next("0 * * * *", "2026-10-25T00:00:00Z", BERLIN)).isEqualTo(Instant.parse("2026-10-25T01:00:00Z"));
        assertThat(next("*/20 * * * *", "2026-10-25T00:40:00Z", BERLIN))
                .isEqualTo(Instant.parse("2026-10-25T01:00:00Z"));
        assertThat(next("*/20 * * * *", "2026-03-29T00:40:00Z", BERLIN))
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "1,,2 * * * *",
                "a * * * *",
                "* * * foo *",
                "1/2/3 * * * *",
                "0 0 30 2 *",
                "@often"
            })
    void whatIsNoScheduleIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> new Cron(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schedule");
    }
}
