package engine.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When a schedule is due, as crontab(5) writes it: minute, hour, day of the month, month, day of the week. Pure.
 *
 * @param text as it was written
 */
public record Cron(String text) {
    /** The longest way from one 29 February on some day of the week to the next, over a year without it, with a day to spare. */
    private static final int MOST_DAYS = 40 * 366 + 1;

    private static final Map<String, String> SHORT = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** @throws IllegalArgumentException with a sentence when it is no schedule, or never due */
    public Cron {
        if (Plan.of(text).next(LocalDate.of(2000, 1, 1).atStartOfDay()).isEmpty()) {
            throw new IllegalArgumentException("the schedule '" + text + "' is never due");
        }
    }

    /**
     * The first instant after another at which it is due. A time that the clocks leave out in spring is due as much later; one
     * that they show twice in autumn is due the first time, unless the schedule is for every hour.
     */
    public Instant next(Instant after, ZoneId zone) {
        var plan = Plan.of(text);
        return plan.hours().size() == 24 ? elapsing(plan, after, zone) : onTheWall(plan, after, zone);
    }

    private Instant onTheWall(Plan plan, Instant after, ZoneId zone) {
        var local = LocalDateTime.ofInstant(after, zone);
        while (true) {
            local = due(plan, local);
            var instant = local.atZone(zone).toInstant();
            if (instant.isAfter(after)) {
                return instant;
            }
        }
    }

    private Instant elapsing(Plan plan, Instant after, ZoneId zone) {
        var rules = zone.getRules();
        var offset = rules.getOffset(after);
        var instant = due(plan, LocalDateTime.ofInstant(after, offset)).toInstant(offset);
        var change = rules.nextTransition(after);
        return change == null || instant.isBefore(change.getInstant())
                ? instant
                : due(plan, change.getDateTimeAfter().minusMinutes(1)).toInstant(change.getOffsetAfter());
    }

    private LocalDateTime due(Plan plan, LocalDateTime after) {
        return plan.next(after)
                .orElseThrow(() -> new IllegalStateException("the schedule '" + text + "' is never due"));
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * The sets of a schedule.
     *
     * @param anyDay whether nothing is said of the days of the month; likewise {@code anyWeekday}
     */
    private record Plan(
            TreeSet<Integer> minutes,
            TreeSet<Integer> hours,
            TreeSet<Integer> days,
            TreeSet<Integer> months,
            TreeSet<Integer> weekdays,
            boolean anyDay,
            boolean anyWeekday) {

        static Plan of(String text) {
            var written = text.strip();
            var fields = SHORT.getOrDefault(written.toLowerCase(Locale.ROOT), written)
                    .split("\\s+");
            if (fields.length != 5) {
                throw new IllegalArgumentException(
                        "a schedule has five fields, minute, hour, day of the month, month and day of"
                                + " the week, such as '30 3 * * mon-fri', or is one of @hourly, @daily, @weekly, @monthly, @yearly");
            }
            var weekdays = set(fields[4], "day of the week", 0, 7, DAYS, 0);
            if (weekdays.remove(7)) {
                weekdays.add(0);
            }
            return new Plan(
                    set(fields[0], "minute", 0, 59, List.of(), 0),
                    set(fields[1], "hour", 0, 23, List.of(), 0),
                    set(fields[2], "day of the month", 1, 31, List.of(), 0),
                    set(fields[3], "month", 1, 12, MONTHS, 1),
                    weekdays,
                    fields[2].startsWith("*"),
                    fields[4].startsWith("*"));
        }

        private static TreeSet<Integer> set(
                String field, String what, int least, int most, List<String> names, int first) {
            var set = new TreeSet<Integer>();
            for (var part : field.split(",", -1)) {
                var pieces = part.split("/", -1);
                var range = pieces[0].equals("*") ? new String[] {"" + least, "" + most} : pieces[0].split("-", -1);
                var from = number(range[0], what, field, names, first);
                var last = range.length > 1
                        ? number(range[1], what, field, names, first)
                        : pieces.length > 1 ? most : from;
                // A week may end with its Sunday.
                var to = most == 7 && last == 0 && from > 0 ? 7 : last;
                var step = pieces.length > 1 ? number(pieces[1], what, field, List.of(), 0) : 1;
                if (pieces.length > 2 || range.length > 2 || from < least || to > most || from > to || step < 1) {
                    throw wrong(what, field);
                }
                for (var value = from; value <= to; value += step) {
                    set.add(value);
                }
            }
            return set;
        }

        private static int number(String text, String what, String field, List<String> names, int first) {
            var named = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (named >= 0) {
                return named + first;
            }
            if (!text.matches("\\d{1,3}")) {
                throw wrong(what, field);
            }
            return Integer.parseInt(text);
        }

        private static IllegalArgumentException wrong(String what, String field) {
            return new IllegalArgumentException("'%s' is no %s of a schedule".formatted(field, what));
        }

        /** Where both kinds of days are given either will do, as in cron. */
        private boolean has(LocalDate date) {
            var day = days.contains(date.getDayOfMonth());
            var weekday = weekdays.contains(date.getDayOfWeek().getValue() % 7);
            return months.contains(date.getMonthValue())
                    && ((anyDay || anyWeekday) ? (day && weekday) : (day || weekday));
        }

        /** The first time on the wall after another; empty when there is none. */
        Optional<LocalDateTime> next(LocalDateTime after) {
            var from = after.withSecond(0).withNano(0).plusMinutes(1);
            var date = from.toLocalDate();
            for (var i = 0; i <= MOST_DAYS; i++) {
                if (has(date)) {
                    var time = time(i == 0 ? from.toLocalTime() : LocalTime.MIDNIGHT);
                    if (time.isPresent()) {
                        return Optional.of(date.atTime(time.get()));
                    }
                }
                date = date.plusDays(1);
            }
            return Optional.empty();
        }

        private Optional<LocalTime> time(LocalTime from) {
            var minute = hours.contains(from.getHour()) ? minutes.ceiling(from.getMinute()) : null;
            if (minute != null) {
                return Optional.of(LocalTime.of(from.getHour(), minute));
            }
            var hour = hours.higher(from.getHour());
            return Optional.ofNullable(hour).map(later -> LocalTime.of(later, minutes.first()));
        }
    }
}
