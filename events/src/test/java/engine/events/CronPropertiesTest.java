package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

final class CronPropertiesTest {
    private static final long FROM = 1_700_000_000L;
    private static final long TO = 1_900_000_000L;

    @Provide
    Arbitrary<String> schedules() {
        return Combinators.combine(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
                .as((minute, hour, day, month, weekday) ->
                        "%s %s %s %s %s".formatted(minute, hour, day, month, weekday));
    }

    private static Arbitrary<String> field(int least, int most) {
        var number = Arbitraries.integers().between(least, most);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                Arbitraries.integers().between(1, most).map(step -> "*/" + step),
                number.map(String::valueOf),
                Combinators.combine(number, number).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b)),
                number.list()
                        .ofMinSize(2)
                        .ofMaxSize(4)
                        .map(all -> all.toString().replaceAll("[\\[\\] ]", "")));
    }

    @Property(tries = 500)
    void theNextTimeIsLaterAndOnAWholeMinute(
            @ForAll("schedules") String text,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = FROM, max = TO) long seconds) {
        var after = Instant.ofEpochSecond(seconds);
        var next = new Cron(text).next(after, zone);
        assertThat(next).isAfter(after);
        assertThat(next).isEqualTo(next.truncatedTo(ChronoUnit.MINUTES));
    }

    /** Where it matches every minute in between can be looked at: none of them is due. */
    @Property(tries = 300)
    void nothingIsLeftOut(@ForAll("schedules") String text, @ForAll @LongRange(min = FROM, max = TO) long seconds) {
        var utc = ZoneId.of("UTC");
        var cron = new Cron(text);
        var after = Instant.ofEpochSecond(seconds);
        var next = cron.next(after, utc);
        var steps = Math.min(2_000, ChronoUnit.MINUTES.between(after, next) - 1);
        for (var i = 1; i < steps; i++) {
            var between = after.plus(i, ChronoUnit.MINUTES);
            assertThat(cron.next(between, utc)).isEqualTo(next);
        }
        assertThat(cron.next(next.minusSeconds(1), utc)).isEqualTo(next);
    }

    @Property(tries = 300)
    void aFixedTimeOfDayIsDueOnceOnEachDay(
            @ForAll("zones") ZoneId zone, @ForAll @LongRange(min = FROM, max = TO) long seconds) {
        var cron = new Cron("30 2 * * *");
        var first = cron.next(Instant.ofEpochSecond(seconds), zone);
        var second = cron.next(first, zone);
        assertThat(LocalDateTime.ofInstant(second, zone).toLocalDate())
                .isEqualTo(LocalDateTime.ofInstant(first, zone).toLocalDate().plusDays(1));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
                .map(ZoneId::of);
    }
}
