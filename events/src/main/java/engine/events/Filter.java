package engine.events;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A compiled filter of an event: a regular expression (RE2 syntax) found anywhere in a name, in linear time. */
final class Filter {
    static final int MAX_LENGTH = 1_024;

    /**
     * Instructions a compiled filter may have, by estimate. RE2/J unrolls counted repetitions and multiplies nested ones
     * without a bound: thirty characters can take all memory.
     */
    static final int MAX_SIZE = 2_000;

    private static final int MAX_REPEAT = 1_000;
    private static final Pattern REPEAT = Pattern.compile("(.?)\\{([0-9]+)(?:,([0-9]*))?\\}", Pattern.DOTALL);

    private final String regex;
    private final Pattern pattern;

    private Filter(String regex, Pattern pattern) {
        this.regex = regex;
        this.pattern = pattern;
    }

    /**
     * Compiles a filter.
     *
     * @param kind node, service or tag, for the error sentence
     * @throws IllegalArgumentException {@code Invalid node filter: <why>}
     */
    static Filter compile(String kind, String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("Invalid %s filter: it has %d characters, the limit is %d"
                    .formatted(kind, regex.length(), MAX_LENGTH));
        }
        if (size(regex) > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "Invalid %s filter: error parsing regexp: expression too large: `%s`".formatted(kind, regex));
        }
        try {
            return new Filter(regex, Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Invalid %s filter: %s".formatted(kind, e.getMessage()), e);
        }
    }

    /** Whether there is no filter: everything passes, also a node without any service. */
    boolean isEmpty() {
        return regex.isEmpty();
    }

    boolean matches(String name) {
        return isEmpty() || pattern.matcher(name).find();
    }

    @Override
    public String toString() {
        return "'" + regex + "'";
    }

    /**
     * An upper bound of the program's size, read off the text: repetitions of single characters and classes add,
     * repetitions of groups multiply, as if all were nested. An {@code E} may close an empty {@code \Q\E}, after which
     * a repetition belongs to the group before it.
     */
    private static long size(String regex) {
        long added = regex.length();
        long factor = 1;
        var repeats = REPEAT.matcher(regex);
        while (repeats.find() && factor <= MAX_SIZE) {
            long times = Math.max(1, Math.max(times(repeats.group(2)), times(repeats.group(3))));
            var before = repeats.group(1);
            if (before.equals(")") || before.equals("E")) {
                factor *= times;
            } else {
                added += times;
            }
        }
        return factor * added;
    }

    private static long times(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        return digits.length() > 4 ? MAX_REPEAT : Math.min(MAX_REPEAT, Long.parseLong(digits));
    }
}
