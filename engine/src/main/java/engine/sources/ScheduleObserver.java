package engine.sources;

import engine.events.Trigger.Source.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of a schedule.
 *
 * @param next the one that is waited for
 */
record ScheduleObserver(Schedule schedule, Instant next) implements Observer {

    static ScheduleObserver from(Schedule schedule, Instant now) {
        return new ScheduleObserver(schedule, schedule.cron().next(now, schedule.zone()));
    }

    @Override
    public Optional<Instant> due() {
        return Optional.of(next);
    }

    /** What a clock that jumped left out is made up for once, by the first of it. */
    @Override
    public Step at(Instant now) {
        if (now.isBefore(next)) {
            return Step.of(this, List.of());
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("Schedule", schedule.cron().text());
        fields.put("Zone", schedule.zone().getId());
        fields.put("Time", next.toString());
        var sighting = Sighting.of(
                "SCHEDULE",
                "schedule '%s' was due at %s"
                        .formatted(
                                schedule.cron().text(),
                                next.atZone(schedule.zone()).toOffsetDateTime()),
                "schedule/" + next,
                Duration.ZERO,
                next,
                fields);
        return Step.of(from(schedule, now), List.of(sighting));
    }
}
