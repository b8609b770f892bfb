package engine;

import engine.config.EventHandler;
import engine.config.Settings;
import engine.events.Action;
import engine.events.QueuePolicy;
import engine.events.Retry;
import engine.events.Trigger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The event handlers of a configuration, with what Serf gives them. Pure. */
final class SerfHandlers {

    private SerfHandlers() {}

    /** The triggers that are the handlers of user events and queries. */
    static List<Trigger> triggers(Settings settings) {
        var triggers = new ArrayList<Trigger>();
        var number = 0;
        for (var handler : settings.eventHandlers()) {
            number++;
            for (var kind : List.of("user", "query")) {
                if (handler.handles(kind)) {
                    triggers.add(trigger(
                            "event-handler/" + number + "/" + kind
                                    + (handler.name().isEmpty() ? "" : ":" + handler.name()),
                            kind.equals("query"),
                            handler,
                            settings));
                }
            }
        }
        return List.copyOf(triggers);
    }

    private static Trigger trigger(String name, boolean queries, EventHandler handler, Settings settings) {
        return new Trigger(
                name,
                new Trigger.Source.Handled(queries, handler.name()),
                Trigger.Where.ANYWHERE,
                new Action.Program(command(handler), variables(settings.node()), "", "", 0),
                settings.events().triggerTimeout(),
                new QueuePolicy.Serial(),
                Optional.empty(),
                Retry.NONE,
                Trigger.OnCrash.REPORT,
                Trigger.Once.PER_NODE);
    }

    static List<String> command(EventHandler handler) {
        return List.of("/bin/sh", "-c", handler.script());
    }

    /** What a handler knows of its own node: the metadata are its tags. */
    static Map<String, String> variables(Settings.Node node) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("SERF_SELF_NAME", node.name());
        variables.put("SERF_SELF_ROLE", node.meta().getOrDefault("role", ""));
        node.meta()
                .forEach((key, value) ->
                        variables.put("SERF_TAG_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_"), value));
        return variables;
    }
}
