package engine.http;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/**
 * Regular expressions from requests. Matching takes linear time (RE2); what is limited here is the automaton's size,
 * which counted repetitions multiply.
 */
final class Regex {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_REPETITION = 1000;
    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private Regex() {}

    /** Whether a text has a part that matches; a {@link FilterException} for an expression that cannot be used. */
    static Predicate<String> compile(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new FilterException(
                    "a regular expression may have " + MAX_LENGTH + " characters, this one has " + expression.length());
        }
        if (repetition(expression) > MAX_REPETITION) {
            throw new FilterException("the counts in a regular expression may multiply to " + MAX_REPETITION);
        }
        try {
            var pattern = Pattern.compile(expression);
            return text -> pattern.matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new FilterException("error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + '`');
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
