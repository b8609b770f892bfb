package engine.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for the metadata of nodes and services, which are Consul's. */
final class Metadata {

    private static final int MOST_PAIRS = 64;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 512;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private Metadata() {}

    /** What is wrong with {@code meta}; empty where nothing is. */
    static Optional<String> fault(Map<String, String> meta) {
        if (meta.size() > MOST_PAIRS) {
            return Optional.of("Node metadata cannot contain more than " + MOST_PAIRS + " key/value pairs");
        }
        return meta.entrySet().stream()
                .flatMap(e -> fault(e.getKey(), e.getValue()).stream()
                        .map(fault -> "Couldn't load metadata pair ('" + Values.shorten(e.getKey()) + "', '"
                                + Values.shorten(e.getValue()) + "'): " + fault))
                .findFirst();
    }

    private static Optional<String> fault(String key, String value) {
        if (key.isEmpty()) {
            return Optional.of("Key cannot be blank");
        }
        if (!KEY.matcher(key).matches()) {
            return Optional.of("Key contains invalid characters");
        }
        if (key.length() > LONGEST_KEY) {
            return Optional.of("Key is too long (limit: " + LONGEST_KEY + " characters)");
        }
        if (key.startsWith("consul-")) {
            return Optional.of("Key prefix 'consul-' is reserved for internal use");
        }
        return value.length() > LONGEST_VALUE
                ? Optional.of("Value is too long (limit: " + LONGEST_VALUE + " characters)")
                : Optional.empty();
    }
}
