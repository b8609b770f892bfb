package engine.checks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Compares scalars of a JSON text, as they are written: {@code ok}, {@code 1.50}, {@code true}, {@code null}. */
final class JsonScalars {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonScalars() {}

    /**
     * The first difference between the text and what is expected, as the rest of a sentence.
     *
     * @param expected by JSON pointer
     */
    static Optional<String> difference(String json, Map<String, String> expected) {
        Map<String, String> found;
        try {
            found = scalars(json, expected);
        } catch (JacksonException _) {
            return Optional.of("but the body is not JSON");
        }
        return expected.entrySet().stream()
                .filter(one -> !one.getValue().equals(found.get(one.getKey())))
                .findFirst()
                .map(one -> "but %s is %s, not '%s'"
                        .formatted(
                                one.getKey().isEmpty() ? "the body" : one.getKey(),
                                found.containsKey(one.getKey())
                                        ? "'" + shorten(found.get(one.getKey())) + "'"
                                        : "no scalar of the body",
                                one.getValue()));
    }

    /** The scalar at a JSON pointer; empty where there is none, or no JSON. */
    static Optional<String> find(String json, String pointer) {
        try {
            return Optional.ofNullable(scalars(json, Map.of(pointer, "")).get(pointer));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Map<String, String> scalars(String json, Map<String, String> wanted) {
        var found = new HashMap<String, String>();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    var pointer = parser.streamReadContext().pathAsPointer().toString();
                    if (wanted.containsKey(pointer)) {
                        found.put(pointer, parser.getString());
                    }
                }
            }
        }
        return found;
    }

    private static String shorten(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
