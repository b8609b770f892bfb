package engine.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** Gives values that a substitution took from the environment the place of the substitution: they have none themselves. */
final class Origins {

    private Origins() {}

    /**
     * {@code resolved} with a line for every value in it.
     *
     * @param parsed the same value before substitutions were resolved, where that is known
     * @param around the place to take where nothing better is known
     */
    static ConfigValue placed(ConfigValue resolved, @Nullable ConfigValue parsed, ConfigOrigin around) {
        var origin = hasLine(resolved.origin())
                ? resolved.origin()
                : parsed != null && hasLine(parsed.origin()) ? parsed.origin() : around;
        return switch (resolved) {
            case ConfigObject object -> object(object, parsed, origin).withOrigin(origin);
            case ConfigList list -> list(list, parsed, origin).withOrigin(origin);
            default -> resolved.withOrigin(origin);
        };
    }

    private static ConfigValue object(ConfigObject object, @Nullable ConfigValue parsed, ConfigOrigin origin) {
        var values = new HashMap<String, ConfigValue>();
        object.forEach((key, value) -> values.put(key, placed(value, child(parsed, key), origin)));
        return ConfigValueFactory.fromMap(values);
    }

    private static ConfigValue list(ConfigList list, @Nullable ConfigValue parsed, ConfigOrigin origin) {
        var before = parsed instanceof ConfigList p && p.size() == list.size() ? p : null;
        var elements = new ArrayList<ConfigValue>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(placed(list.get(i), before == null ? null : before.get(i), origin));
        }
        return ConfigValueFactory.fromIterable(elements);
    }

    private static boolean hasLine(ConfigOrigin origin) {
        return origin.lineNumber() > 0;
    }

    private static @Nullable ConfigValue child(@Nullable ConfigValue parsed, String key) {
        try {
            return parsed instanceof ConfigObject object ? object.get(key) : null;
        } catch (com.typesafe.config.ConfigException.NotResolved _) {
            // A merge of blocks that waits for a substitution cannot be looked into.
            return null;
        }
    }
}
