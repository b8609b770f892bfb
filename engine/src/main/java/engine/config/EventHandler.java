package engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A script that is run when something happens, as Serf's agent runs it.
 *
 * @param event {@code user}, {@code query}, {@code member-join} and its like, or {@code *} for all
 * @param name of the user event or query; empty for all
 * @param script a line for the shell
 */
public record EventHandler(String event, String name, String script) {
    /** Every kind of event. */
    public static final String ALL = "*";

    private static final Set<String> EVENTS = Set.of(
            "member-join", "member-leave", "member-failed", "member-update", "member-reap", "user", "query", ALL);

    /**
     * Those that texts such as {@code member-join,user:deploy=script} say, one for each event that is named.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static List<EventHandler> all(List<String> texts) {
        var all = new ArrayList<EventHandler>();
        for (var text : texts) {
            var equals = text.indexOf('=');
            var script = text.substring(equals + 1).strip();
            if (script.isEmpty()) {
                throw wrong(text);
            }
            for (var event : equals < 0
                    ? List.of(ALL)
                    : List.of(text.substring(0, equals).split(",", -1))) {
                all.add(of(event.strip(), script, text));
            }
        }
        return List.copyOf(all);
    }

    private static EventHandler of(String event, String script, String text) {
        var colon = event.indexOf(':');
        var kind = colon < 0 ? event : event.substring(0, colon);
        var name = event.substring(colon + 1);
        var named = kind.equals("user") || kind.equals("query");
        if (!EVENTS.contains(kind) || (colon >= 0 && (!named || name.isEmpty()))) {
            throw wrong(text);
        }
        return new EventHandler(kind, colon < 0 ? "" : name, script);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + Values.shorten(text)
                + "' is no event handler: write SCRIPT for all events, or EVENT[,EVENT...]=SCRIPT, where an event is member-join,"
                + " member-leave, member-failed, member-update, member-reap, user, user:NAME, query, query:NAME or *");
    }

    /** Whether it is for events of this kind. */
    public boolean handles(String kind) {
        return event.equals(kind) || event.equals(ALL);
    }
}
