package engine;

import engine.config.Settings;
import engine.events.DeduplicationKey;
import engine.events.EventRequest;
import engine.events.RemoteCommand;
import engine.http.Refusal;
import engine.http.UserEvents.Exec;
import engine.http.UserEvents.Firing;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What requests ask of nodes, checked; a {@link Refusal} says what is wrong with one.
 *
 * @param limits as configured at the time
 */
record EventRequests(Supplier<Settings.Events> limits) {
    /** Nobody wants an ad-hoc command to run long after it was asked for. */
    private static final Duration EXEC_TTL = Duration.ofMinutes(1);

    EventRequest of(Firing firing) {
        var filters = firing.filters();
        return checked(() -> {
            var request = EventRequest.of(
                    firing.name(),
                    firing.payload(),
                    filters.node(),
                    filters.service(),
                    filters.tag(),
                    filters.meta(),
                    firing.ttl().orElse(limits.get().ttl()),
                    limits.get().maxPayload());
            return firing.key()
                    .map(key -> request.with(
                            new DeduplicationKey(key.text(), key.window().orElse(DeduplicationKey.DEFAULT_WINDOW))))
                    .orElse(request);
        });
    }

    EventRequest of(Exec exec) {
        var filters = exec.filters();
        return checked(() -> EventRequest.of(
                RemoteCommand.EVENT,
                new RemoteCommand(exec.command(), exec.shell(), exec.timeout()).encode(),
                filters.node(),
                filters.service(),
                filters.tag(),
                filters.meta(),
                EXEC_TTL,
                limits.get().maxPayload()));
    }

    /** What the making of something says against it is refused. */
    static <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }
}
