package engine.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Service definitions of a configuration file (JSON or HOCON), with the keys of the HTTP API. */
final class ServiceFile {
    /** Parts of keys that the HTTP API writes in capitals. */
    private static final Set<String> ACRONYMS = Set.of("id", "ttl", "http", "tcp", "udp", "grpc", "tls", "os");

    /** Objects whose keys are the user's own words. */
    private static final Set<String> VERBATIM = Set.of("Meta", "Header", "TaggedAddresses");

    private ServiceFile() {}

    /** What stands under {@code service} and {@code services}; a failure when there is nothing. */
    static List<Map<String, @Nullable Object>> read(String file) {
        if (!new File(file).isFile()) {
            throw new Failure("there is no file '" + file + "'.");
        }
        var definitions = new ArrayList<Map<String, @Nullable Object>>();
        try {
            var root = ConfigFactory.parseFile(new File(file)).resolve().root().unwrapped();
            add(root.get("service"), definitions);
            add(root.get("services"), definitions);
        } catch (ConfigException e) {
            throw new Failure("the file '" + file + "' cannot be read: " + e.getMessage() + ".");
        }
        if (definitions.isEmpty()) {
            throw new Failure("the file '" + file + "' has neither 'service' nor 'services'.");
        }
        for (var definition : definitions) {
            if (!(definition.get("Name") instanceof String name) || name.isEmpty()) {
                throw new Failure("a service of the file '" + file + "' has no name.");
            }
        }
        return definitions;
    }

    /** One definition, a list of them, or an object of them by name. */
    private static void add(@Nullable Object value, List<Map<String, @Nullable Object>> definitions) {
        if (value instanceof List<?> list) {
            list.forEach(item -> add(item, definitions));
        } else if (value instanceof Map<?, ?> map) {
            boolean byName = !map.containsKey("name") && map.values().stream().allMatch(Map.class::isInstance);
            if (!byName) {
                definitions.add(renamed(map));
                return;
            }
            map.forEach((name, definition) -> {
                var one = new LinkedHashMap<String, @Nullable Object>();
                one.put("Name", name);
                one.putAll(renamed((Map<?, ?>) definition));
                definitions.add(one);
            });
        }
    }

    private static Map<String, @Nullable Object> renamed(Map<?, ?> map) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> {
            var name = apiName(String.valueOf(key));
            all.put(name, VERBATIM.contains(name) ? value : renamedValue(value));
        });
        return all;
    }

    private static @Nullable Object renamedValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return renamed(map);
        }
        if (value instanceof List<?> list) {
            var all = new ArrayList<@Nullable Object>();
            list.forEach(item -> all.add(renamedValue(item)));
            return all;
        }
        return value;
    }

    /** {@code tls_skip_verify} and {@code tls-skip-verify} are {@code TLSSkipVerify}. */
    static String apiName(String key) {
        if (key.indexOf('_') < 0 && key.indexOf('-') < 0 && !key.equals(key.toLowerCase(Locale.ROOT))) {
            return key;
        }
        var name = new StringBuilder();
        for (var part : key.split("[_-]")) {
            if (ACRONYMS.contains(part)) {
                name.append(part.toUpperCase(Locale.ROOT));
            } else if (!part.isEmpty()) {
                name.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return name.toString();
    }
}
