package engine.cli;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions given as options. */
final class Patterns {
    private Patterns() {}

    /** Compiled; a usage failure when it is none. */
    static Pattern compile(String option, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw Failure.usage(
                    "--" + option + " takes a regular expression, not '" + text + "': " + e.getDescription() + ".");
        }
    }
}
