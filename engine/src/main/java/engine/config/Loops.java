package engine.config;

import engine.events.Action;
import engine.events.Template;
import engine.events.Trigger.Source;

/** Finds triggers that bring about what they wait for, as far as a definition shows it. */
final class Loops {
    private Loops() {}

    static boolean leadsToItself(Source source, Action action) {
        if (!(source instanceof Source.Keys keys) || !(action instanceof Action.Put put)) {
            return false;
        }
        var parts = put.key().parts();
        var begin = !parts.isEmpty() && parts.getFirst() instanceof Template.Part.Text(var text) ? text : "";
        boolean whole = parts.size() == 1 && !begin.isEmpty();
        return keys.prefix() ? begin.startsWith(keys.path()) : whole && begin.equals(keys.path());
    }
}
