package engine;

import engine.events.Cause;
import engine.events.DeduplicationKey;
import engine.events.Event;
import engine.events.Run;
import engine.state.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

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
                e.depth(),
                Optional.ofNullable(e.cause()).map(EventValues::cause),
                key(e));
    }

    /** A key whose window is none of this version is none: the event must still come. */
    private static Optional<DeduplicationKey> key(Value.Event e) {
        try {
            return e.key().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DeduplicationKey(e.key(), Duration.ofMillis(e.keyWindow())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Cause cause(Value.Cause c) {
        return new Cause(c.text(), c.claim(), Duration.ofMillis(c.blurMillis()), c.variables());
    }

    /** What the log has of something that a node saw: without what only its runs are given. */
    static Value.Event recorded(Event e) {
        var value = value(e);
        return e.cause()
                .map(cause -> new Value.Event(
                                value.id(),
                                value.name(),
                                ByteString.emptyByteString(),
                                "",
                                "",
                                "",
                                value.lamportTime(),
                                value.firedAt(),
                                value.firedBy())
                        .causedBy(value(cause.recorded())))
                .orElse(value);
    }

    private static Value.Cause value(Cause cause) {
        return new Value.Cause(cause.text(), cause.claim(), cause.blur().toMillis(), cause.variables());
    }

    static Value.Event value(Event e) {
        var fired = fired(e);
        var value = e.key()
                .map(key -> fired.keyed(key.text(), key.window().toMillis()))
                .orElse(fired);
        return e.cause().map(cause -> value.causedBy(value(cause))).orElse(value);
    }

    private static Value.Event fired(Event e) {
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
                run.attempt(),
                run.dropped());
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
                run.attempt(),
                run.dropped());
    }
}
