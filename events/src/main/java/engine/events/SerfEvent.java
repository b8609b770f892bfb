package engine.events;

import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/** A user event or a query as Serf knows it. Pure. */
public final class SerfEvent {
    /** What the names of queries begin with, among those of events. */
    public static final String QUERY = "query:";

    private SerfEvent() {}

    /** What handlers of it wait for. */
    static List<Trigger.Source> sources(Event event) {
        if (event.name().startsWith(Trigger.RESERVED)) {
            return List.of(); // the program's own
        }
        var query = isQuery(event);
        return List.of(new Trigger.Source.Handled(query, name(event)), new Trigger.Source.Handled(query, ""));
    }

    private static boolean isQuery(Event event) {
        return event.name().startsWith(QUERY);
    }

    private static String name(Event event) {
        return isQuery(event) ? event.name().substring(QUERY.length()) : event.name();
    }

    /** The variables that its handlers have of it. */
    static Map<String, String> variables(Event event) {
        var time = Long.toString(event.lamportTime());
        return isQuery(event)
                ? Map.of("SERF_EVENT", "query", "SERF_QUERY_NAME", name(event), "SERF_QUERY_LTIME", time)
                : Map.of("SERF_EVENT", "user", "SERF_USER_EVENT", name(event), "SERF_USER_LTIME", time);
    }

    /** What its handlers read: the payload as whole lines. */
    static ByteString input(ByteString payload) {
        return payload.isEmpty() || payload.last() == (byte) '\n'
                ? payload
                : payload.concat(ByteString.fromString("\n"));
    }
}
