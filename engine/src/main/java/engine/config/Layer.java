package engine.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one file (or the command line) says, with every key in our spelling: settings, definitions apart, and warnings.
 * Keys that do not exist are refused here.
 */
final class Layer {

    /** Lists that add up over files; any other value of a later file replaces that of an earlier one. */
    static final Set<String> ADDING = Set.of("start-join", "retry-join");

    /** Blocks whose keys are names that people give. */
    private static final Set<String> FREE =
            Set.of("node-meta", "dns-config.service-ttl", "http-config.response-headers");

    private static final Set<String> DEFINITIONS = Set.of("service", "services", "check", "checks", "trigger");

    /** A definition as written; {@code name} is the key that it stands under, empty in a list. */
    record Item(String name, ConfigObject block) {}

    final List<Item> services = new ArrayList<>();
    final List<Item> checks = new ArrayList<>();
    final List<Item> triggers = new ArrayList<>();
    final List<Item> watches = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final ConfigObject settings;

    /**
     * @param root what was read
     * @param known the content of reference.conf, whose keys are those that exist
     */
    Layer(ConfigObject root, ConfigObject known) {
        settings = block(root, known, "");
    }

    /** {@code later} over {@code earlier}: scalars of the later one win, {@link #ADDING} lists add up. */
    static ConfigObject merge(ConfigObject earlier, ConfigObject later) {
        var merged = later.withFallback(earlier);
        for (var key : ADDING) {
            var first = earlier.get(key);
            var second = later.get(key);
            if (first != null && second != null) {
                var both = new ArrayList<ConfigValue>(elements(first));
                both.addAll(elements(second));
                merged = merged.withValue(
                        key, ConfigValueFactory.fromIterable(both).withOrigin(second.origin()));
            }
        }
        return merged;
    }

    private static List<ConfigValue> elements(ConfigValue value) {
        return value instanceof ConfigList list ? list : List.of(value);
    }

    private ConfigObject block(ConfigObject given, ConfigObject known, String path) {
        var names = new HashMap<String, String>();
        known.keySet().forEach(name -> names.put(Keys.canonical(name), name));
        var read = ConfigFactory.empty().root();
        var seen = new HashMap<String, String>();
        for (var entry : inOrder(given)) {
            var key = entry.getKey();
            var value = entry.getValue();
            var before = seen.putIfAbsent(Keys.canonical(key), key);
            if (before != null) {
                throw new ConfigException(Place.of(value.origin()) + ": '" + before + "' and '" + key
                        + "' are one key in two spellings; keep one");
            }
            if (Values.isNull(value)) {
                continue;
            }
            var name = names.get(Keys.canonical(key));
            if (path.isEmpty() && DEFINITIONS.contains(Keys.canonical(key))) {
                collect(Keys.canonical(key), value);
            } else if (path.isEmpty() && Keys.canonical(key).equals("watches")) {
                elements(value).forEach(watch -> watches.add(new Item("", item("watches", watch))));
            } else if (name != null) {
                read = read.withValue(name, value(value, known.get(name), path.isEmpty() ? name : path + "." + name));
            } else {
                warnings.add(warning(path, key, value, known));
            }
        }
        return read;
    }

    private ConfigValue value(ConfigValue value, @Nullable ConfigValue known, String path) {
        if (!(known instanceof ConfigObject block)) {
            return value;
        }
        if (!(value instanceof ConfigObject object)) {
            throw new ConfigException(
                    Place.of(value.origin()) + ": " + path + " must be a block: " + path + " { ... }");
        }
        return FREE.contains(path) ? object : block(object, block, path);
    }

    private static String warning(String path, String key, ConfigValue value, ConfigObject known) {
        var saying = ConsulKeys.saying(path, key);
        var place = Place.of(value.origin()) + ": ";
        if (saying.isEmpty()) {
            var names = new ArrayList<>(known.keySet());
            if (path.isEmpty()) {
                names.addAll(DEFINITIONS);
            }
            throw new ConfigException(
                    place + (path.isEmpty() ? "" : path + ": ") + Keys.unknown(key, names, "docs/configuration.md"));
        }
        return place + (path.isEmpty() ? key : path + "." + key) + " " + saying.get();
    }

    private void collect(String key, ConfigValue value) {
        var items = switch (key) {
            case "service", "services" -> services;
            case "check", "checks" -> checks;
            default -> triggers;
        };
        if (value instanceof ConfigObject object && (key.equals("service") || key.equals("check"))) {
            items.add(new Item("", object));
        } else if (value instanceof ConfigObject object) {
            for (var entry : inOrder(object)) {
                items.add(new Item(entry.getKey(), item(key, entry.getValue())));
            }
        } else if (value instanceof ConfigList list) {
            list.forEach(element -> items.add(new Item("", item(key, element))));
        } else {
            throw notBlocks(key, value);
        }
    }

    private static ConfigObject item(String key, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return object;
        }
        throw notBlocks(key, value);
    }

    private static ConfigException notBlocks(String key, ConfigValue value) {
        return new ConfigException(Place.of(value.origin()) + ": " + key
                + switch (key) {
                    case "service", "check" -> " must be a block or a list of blocks: " + key + "s = [ {...}, {...} ]";
                    case "watches" -> " must be a list of blocks: watches = [ {...}, {...} ]";
                    case "trigger" -> " must be blocks by name or a list of blocks: trigger.deploy { ... }";
                    default -> " must be a list of blocks or blocks by name: " + key + " = [ {...}, {...} ]";
                });
    }

    /** The entries in the order in which they were written; objects do not keep it. */
    private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject object) {
        return object.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> e) ->
                                e.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }
}
