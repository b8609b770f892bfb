package engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of the answers to a watch is news. */
final class WatchView {
    /** Events that are remembered as known: more than an agent keeps. */
    private static final int MOST_EVENTS = 4096;

    private final WatchQuery query;
    private final boolean oldEvents;
    private final LinkedHashSet<String> events = new LinkedHashSet<>();
    private @Nullable String last;
    private boolean first = true;

    /** @param oldEvents whether events that were fired before the watch are news */
    WatchView(WatchQuery query, boolean oldEvents) {
        this.query = query;
        this.oldEvents = oldEvents;
        // A key that is not there is none until it has been.
        this.last = query.type().equals("key") ? "null" : null;
    }

    /** News of an answer, as a JSON value on one line; null for none. An absent key is {@code null}, as JSON. */
    @Nullable
    String news(Reply reply) {
        var answer = reply.status() == 404 ? null : Json.parse(reply.text());
        var news = query.type().equals("event") ? fired(Fields.list(answer)) : changed(answer);
        first = false;
        return news;
    }

    private @Nullable String changed(@Nullable Object answer) {
        var value = query.mayBeNothing() ? keys(answer) : answer;
        var text = JsonText.compact(value);
        if (text.equals(last)) {
            return null;
        }
        last = text;
        return text;
    }

    /** Keys as Consul hands them over: with a session, if an empty one, and a single key not in a list. */
    private @Nullable Object keys(@Nullable Object answer) {
        var all = new ArrayList<Object>();
        for (var entry : Fields.list(answer)) {
            var members = new LinkedHashMap<Object, @Nullable Object>(entry.map());
            members.putIfAbsent("Session", "");
            all.add(members);
        }
        return query.type().equals("keyprefix") && answer != null ? all : all.isEmpty() ? null : all.getFirst();
    }

    private @Nullable String fired(List<Fields> all) {
        var fresh = new ArrayList<Object>();
        for (var event : all) {
            if (events.add(event.text("ID"))) {
                fresh.add(event.map());
            }
        }
        while (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
        boolean wanted = first ? oldEvents : !fresh.isEmpty();
        return wanted ? JsonText.compact(fresh) : null;
    }
}
