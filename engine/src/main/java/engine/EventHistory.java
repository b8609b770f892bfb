package engine;

import engine.http.Indexed;
import engine.http.UserEvents;
import engine.state.EventBound;
import engine.state.EventState;
import engine.state.Key;
import engine.state.Published;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The log of events as readers search it, the same on every server.
 *
 * @param bound what of the log is shown: a server may hold more
 */
record EventHistory(Published published, EventBound bound) {

    /** Newest first. */
    Indexed<List<UserEvents.Past>> search(UserEvents.Search search) {
        var events = published.current().events();
        var found = new ArrayList<UserEvents.Past>();
        var seen = new Seen();
        events.fromNewest(state -> {
            var event = Objects.requireNonNull(state.event());
            if (!bound.shows(event.id(), seen.events++, seen.bytes += state.bytes())) {
                return false;
            }
            if (isWanted(search, event, state)) {
                found.add(past(event, state));
            }
            return found.size() < search.limit();
        });
        return new Indexed<>(events.changedAt(), found);
    }

    private static final class Seen {
        private int events;
        private long bytes;
    }

    static boolean isWanted(UserEvents.Search search, Value.Event event, EventState state) {
        return (search.name().isEmpty() || search.name().equals(event.name()))
                && search.since().map(since -> !event.firedAt().isBefore(since)).orElse(true)
                && search.before().map(event.firedAt()::isBefore).orElse(true)
                && (search.beforeId().isEmpty() || event.id().compareTo(search.beforeId()) < 0)
                && (search.after() == 0 || event.lamportTime() > search.after())
                && (search.node().isEmpty() || state.receipts().get(Key.fold(search.node())) != null)
                && (search.status().isEmpty()
                        || state.runs().values().stream()
                                .anyMatch(run -> run.status().equals(search.status())));
    }

    private static UserEvents.Past past(Value.Event event, EventState state) {
        var runs = new TreeMap<String, Integer>();
        for (var run : state.runs().values()) {
            runs.merge(run.status(), 1, Integer::sum);
        }
        return new UserEvents.Past(HttpUserEvents.event(event), state.receipts().size(), runs);
    }
}
