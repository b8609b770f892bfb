package engine.checks;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions of checks (RE2 syntax), found anywhere in a text in linear time. What is limited here is the
 * size of the automaton, which counted repetitions multiply.
 */
final class Regex {

    private static final int MAX_LENGTH = 1_024;
    private static final int MAX_REPETITION = 1_000;
    private static final Pattern COUNT = Pattern.compile("\\{([0-9]+)(?:,([0-9]*))?\\}");

    /** Matches everything: most definitions have none, and an automaton each would be memory for nothing. */
    private static final Pattern EMPTY = Pattern.compile("");

    private Regex() {}

    /**
     * Compiles one; a dot also matches the end of a line.
     *
     * @param key that it is the value of, for the error
     */
    static Pattern compile(String key, String regex) {
        if (regex.isEmpty()) {
            return EMPTY;
        }
        if (regex.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "%s has %d characters, the limit is %d".formatted(key, regex.length(), MAX_LENGTH));
        }
        if (repetition(regex) > MAX_REPETITION) {
            throw new IllegalArgumentException(
                    "%s: the counts of a regular expression, such as {3}, may multiply to %d, not more"
                            .formatted(key, MAX_REPETITION));
        }
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "%s is no regular expression (RE2): %s in '%s'".formatted(key, reason(e), shown(regex)), e);
        }
    }

    /** In its words, which are of no help for a closing parenthesis too many. */
    private static String reason(PatternSyntaxException e) {
        var reason = e.getDescription();
        return reason.contains("internal error") ? "missing opening (" : reason;
    }

    private static String shown(String regex) {
        return regex.length() > 80 ? regex.substring(0, 80) + "..." : regex;
    }

    /** The product of all counts, as if each stood inside the others. */
    private static double repetition(String regex) {
        var product = 1.0;
        for (var count = COUNT.matcher(regex); count.find(); ) {
            var upper = count.group(2);
            product *= Math.max(1, Double.parseDouble(upper == null || upper.isEmpty() ? count.group(1) : upper));
        }
        return product;
    }
}
