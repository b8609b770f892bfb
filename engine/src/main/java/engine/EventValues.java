package engine;

import engine.events.Event;
import engine.events.Run;
import engine.state.Value;
import java.time.Duration;
import java.util.Arrays;

/** Events and runs as triggers know them, and as the state keeps them. */
final class EventValues {

    private EventValues() {}

    static Event event(Value.Event e) {
        return new Event(
                e.id(),
                e.name(),
                e.payload(),
                e.nodeFilter(),
                e.serviceFilter(),
                e.tagFilter(),
                e.lamportTime(),
                e.firedAt(),
                e.firedBy(),
                e.metaFilters(),
                Duration.ofMillis(e.ttl()),
                e.firedFrom(),
                e.depth());
    }

    static Value.Event value(Event e) {
        return new Value.Event(
                        e.id(),
                        e.name(),
                        e.payload(),
                        e.nodeFilter(),
                        e.serviceFilter(),
                        e.tagFilter(),
                        e.lamportTime(),
                        e.firedAt(),
                        e.firedBy())
                .with(e.metaFilters(), e.ttl().toMillis(), e.firedFrom())
                .atDepth(e.depth());
    }

    /** @param run with the status of this program, as a node's own runs have it */
    static Run run(Value.Run run) {
        var status = Arrays.stream(Run.Status.values())
                .filter(each -> each.text().equals(run.status()))
                .findFirst()
                .orElse(Run.Status.INTERRUPTED);
        return new Run(
                run.eventId(),
                run.node(),
                run.trigger(),
                status,
                run.exitCode(),
                run.output(),
                run.reason(),
                run.queuedAt(),
                run.startedAt(),
                run.endedAt(),
                run.attempt());
    }

    static Value.Run value(Run run) {
        return new Value.Run(
                run.eventId(),
                run.node(),
                run.trigger(),
                run.status().text(),
                run.status().ended(),
                run.exitCode(),
                run.output(),
                run.reason(),
                run.queuedAt(),
                run.startedAt(),
                run.endedAt(),
                run.attempt());
    }
}
