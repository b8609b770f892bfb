package engine.http;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Regular expressions from requests. Matching takes linear time (RE2); what is limited here is the automaton's size,
 * which counted repetitions multiply.
 */
public final class Regex {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_REPETITION = 1000;
    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private Regex() {}

    /** Whether a text has a part that matches; a {@link FilterException} for an expression that cannot be used. */
    static Predicate<String> compile(String expression) {
        var pattern = pattern(expression);
        return text -> pattern.matcher(text).find();
    }

    private static Pattern pattern(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new FilterException(
                    "a regular expression may have " + MAX_LENGTH + " characters, this one has " + expression.length());
        }
        if (repetition(expression) > MAX_REPETITION) {
            throw new FilterException("the counts in a regular expression may multiply to " + MAX_REPETITION);
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new FilterException("error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + '`');
        }
    }

    /**
     * What finds the first match in a text and gives the texts of its groups, the whole match first; nothing where there is none.
     *
     * @throws IllegalArgumentException with a sentence for an expression that cannot be used
     */
    public static Function<String, List<String>> groups(String expression) {
        try {
            var pattern = pattern(expression);
            return text -> {
                var matcher = pattern.matcher(text);
                return matcher.find()
                        ? IntStream.rangeClosed(0, matcher.groupCount())
                                .mapToObj(group -> Objects.requireNonNullElse(matcher.group(group), ""))
                                .toList()
                        : List.of();
            };
        } catch (FilterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The product of all counts, as if each stood inside the others. */
    private static double repetition(String expression) {
        var product = 1.0;
        for (var count = COUNT.matcher(expression); count.find(); ) {
            var upper = count.group(2);
            var times = Double.parseDouble(upper == null || upper.isEmpty() ? count.group(1) : upper);
            product *= Math.max(1, times);
        }
        return product;
    }
}
