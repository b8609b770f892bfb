package engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Words of Go's JSON decoder, in which Consul answers bodies that have the wrong shape. */
final class Json {

    private static final Set<String> UPPER = Set.of("id", "http", "tcp", "ttl", "tls");

    private Json() {}

    /** What kind of JSON a value is. Numbers that are not whole are shown, as Go does. */
    static String kind(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            case Integer _, Long _ -> "number";
            case Number number -> "number " + number;
            default -> "value";
        };
    }

    /** A value as errors about files show it. */
    static String shown(Object value) {
        return switch (value) {
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a block";
            case String text -> "'" + Values.shorten(text) + "'";
            default -> value.toString();
        };
    }

    /** The Go name of a key: {@code service-id} is {@code ServiceID}. */
    static String field(String key) {
        return Arrays.stream(key.split("-"))
                .map(part -> UPPER.contains(part)
                        ? part.toUpperCase(Locale.ROOT)
                        : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }
}
