package engine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes out of an agent's answers what nobody else may see. */
final class Secrets {
    private static final String HIDDEN = "<hidden>";
    private static final List<String> NAMES =
            List.of("token", "secret", "password", "encrypt", "privatekey", "authorization");

    private Secrets() {}

    /** The same, with the values of keys that sound like secrets hidden, unless they are empty or flags. */
    static @Nullable Object hidden(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var safe = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, each) -> {
                    var name = String.valueOf(key);
                    safe.put(name, isSecret(name) && holdsText(each) ? HIDDEN : hidden(each));
                });
                yield safe;
            }
            case List<?> list -> list.stream().map(Secrets::hidden).toList();
            case null -> null;
            default -> value;
        };
    }

    private static boolean isSecret(String name) {
        var plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return NAMES.stream().anyMatch(plain::contains);
    }

    private static boolean holdsText(@Nullable Object value) {
        return value instanceof String text ? !text.isEmpty() : value instanceof List<?> list && !list.isEmpty();
    }
}
