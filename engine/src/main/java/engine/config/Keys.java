package engine.config;

import engine.text.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Spelling of keys: {@code node_name}, {@code node-name} and {@code NodeName} are one key. */
final class Keys {

    /** A longer list of allowed keys is not worth reading in an error. */
    private static final int MOST_LISTED = 30;

    private Keys() {}

    /** The form in which keys are compared: lower case without {@code _} and {@code -}. */
    static String canonical(String key) {
        return key.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /**
     * What is wrong with {@code key}, and what was probably meant or is allowed.
     *
     * @param page of the documentation that lists what is known
     */
    static String unknown(String key, Collection<String> known, String page) {
        var shown = "unknown key '" + Values.shorten(key) + "'";
        var near = nearest(key, known);
        if (near.isPresent()) {
            return shown + "; did you mean '" + near.get() + "'?";
        }
        return known.size() > MOST_LISTED
                ? shown + "; " + page + " lists the keys"
                : shown + "; allowed here: "
                        + String.join(", ", known.stream().sorted().toList());
    }

    private static Optional<String> nearest(String key, Collection<String> known) {
        var canonical = canonical(key);
        var most = canonical.length() < 4 ? 1 : Math.max(2, canonical.length() / 3);
        return canonical.length() > 100
                ? Optional.empty()
                : known.stream()
                        .filter(k -> EditDistance.between(canonical, canonical(k)) <= most)
                        .min(Comparator.comparingInt((String k) -> EditDistance.between(canonical, canonical(k)))
                                .thenComparing(Comparator.naturalOrder()));
    }
}
