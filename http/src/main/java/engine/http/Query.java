package engine.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of a query string, in order of their names' first use; a repeated one keeps all its values. */
final class Query {
    private static final Query EMPTY = new Query(Map.of());

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** Parses what stands behind the question mark; a {@link Refusal} says what cannot be decoded. */
    static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            var value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        }
        return new Query(parameters);
    }

    /** Whether the parameter is there, with or without a value. */
    boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** The parameter's first value; empty when it is not there. */
    String first(String name) {
        var values = parameters.get(name);
        return values == null ? "" : values.getFirst();
    }

    /** All values of the parameter. */
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** The query string again, in order of the names. */
    String encoded() {
        return encodedWithout(Set.of());
    }

    /** The same without parameters of these names. */
    String encodedWithout(Set<String> names) {
        if (names.containsAll(parameters.keySet())) {
            return "";
        }
        var text = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, values) -> {
            for (var value : names.contains(name) ? List.<String>of() : values) {
                text.append(text.isEmpty() ? "" : "&")
                        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return text.toString();
    }
}
