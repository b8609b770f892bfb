package engine.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;

/** What is said about the watches of a Consul configuration: none is run, and one of type event can be written otherwise. */
final class Watches {

    private static final String IGNORED = "this watch is ignored: ";

    private Watches() {}

    /** One sentence for each watch, with its place. What they run is not repeated: it may hold secrets. */
    static List<String> warnings(ConfigValue watches) {
        var each = watches instanceof ConfigList list ? list : List.of(watches);
        return each.stream()
                .map(watch -> Place.of(watch.origin()) + ": " + IGNORED + saying(watch))
                .toList();
    }

    private static String saying(ConfigValue watch) {
        var type = text(watch, "type");
        if (!type.equals("event")) {
            return (type.isEmpty() ? "a watch" : "type " + Values.shorten(type))
                    + " has no counterpart here; in this version programs run for events only";
        }
        var name = Values.shorten(text(watch, "name"));
        var event = name.isEmpty() ? "NAME" : name.matches("[A-Za-z0-9_-]+") ? name : ConfigUtil.quoteString(name);
        return "write it as a trigger, which runs a program for an event: trigger." + event + " { on { event = " + event
                + " }, run = [\"/path/of/program\", \"argument\"] }";
    }

    /** The text under a key, in any spelling of the key. */
    private static String text(ConfigValue watch, String key) {
        return watch instanceof ConfigObject object
                ? object.entrySet().stream()
                        .filter(entry -> Keys.canonical(entry.getKey()).equals(key))
                        .findFirst()
                        .flatMap(entry -> Values.scalar(entry.getValue()))
                        .orElse("")
                : "";
    }
}
