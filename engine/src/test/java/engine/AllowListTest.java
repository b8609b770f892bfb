package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowListTest {

    @ParameterizedTest
    @CsvSource({
        "deploy, deploy, true",
        "deploy, deploy2, false",
        "deploy, Deploy, false",
        "*, anything, true",
        "app-*, app-web, true",
        "app-*, app-, true",
        "app-*, my-app-web, false",
        "*-web, app-web, true",
        "a*b*c, aXbYc, true",
        "a*b*c, abc, true",
        "a*b*c, ac, false",
        "ab*ba, aba, false",
        "d.ploy, deploy, false"
    })
    void aPatternMatchesAWholeName(String pattern, String name, boolean permitted) {
        assertThat(new AllowList(List.of(pattern)).permits(name)).isEqualTo(permitted);
    }

    @Test
    void oneOfThemIsEnoughAndNoneIsNot() {
        assertThat(new AllowList(List.of("a", "b*")).permits("bc")).isTrue();
        assertThat(new AllowList(List.of()).permits("a")).isFalse();
    }

    @Property
    void itIsWhatARegularExpressionSays(
            @ForAll @CharRange(from = 'a', to = 'b') @Chars('*') @StringLength(max = 8) String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String name) {
        var regex = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));

        assertThat(new AllowList(List.of(pattern)).permits(name)).isEqualTo(name.matches(regex));
    }
}
