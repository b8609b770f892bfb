package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class FilterPropertiesTest {

    /** A repetition may cost two instructions where the estimate counts one, captures and ends a few more. */
    @Property(tries = 5_000)
    void whateverIsAcceptedStaysSmall(@ForAll("expressions") String regex) {
        try {
            Filter.compile("node", regex);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("Invalid node filter: ");
            return;
        }
        assertThat(Pattern.compile(regex).programSize()).isLessThan(4 * Filter.MAX_SIZE);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                        "(",
                        ")",
                        "(?:",
                        "(?i)",
                        "[",
                        "]",
                        "{9}",
                        "{50}",
                        "{1000}",
                        "{3,}",
                        "{0,99}",
                        "{",
                        "}",
                        "{2",
                        "*",
                        "+",
                        "?",
                        "|",
                        "^",
                        "$",
                        ".",
                        "a",
                        "E",
                        "-",
                        "\\",
                        "\\Q",
                        "\\E",
                        "\\Q\\E",
                        "\\pL",
                        "\\x{61}",
                        "(a)",
                        "(b|c)",
                        ")\\Q\\E{40}",
                        "){30}",
                        "){30}")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
