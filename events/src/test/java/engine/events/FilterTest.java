package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:(?:a{1000}){1000}){1000}",
                "((a{100}){100}){100}",
                "((a{1000})\\Q\\E{1000})\\Q\\E{1000}",
                "(?:x{0,1000}){2,}",
                "(a{1000})(?i){1000}",
                "((((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2})",
                "(a){99999999999999999999}"
            })
    void anExpressionThatUnrollsBeyondTheLimitIsRefused(String regex) {
        assertThatThrownBy(() -> Filter.compile("node", regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid node filter: error parsing regexp: expression too large: `" + regex + "`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(\\d{1,3}\\.){3}\\d{1,3}$",
                "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
                "(web|db|cache)-[0-9]{1,4}",
                "[a-z]{1000}",
                "x{,5}"
            })
    void anExpressionPeopleWriteIsAccepted(String regex) {
        assertThat(Filter.compile("node", regex)).isNotNull();
    }

    @Test
    void lengthIsLimited() {
        assertThat(Filter.compile("tag", "a".repeat(Filter.MAX_LENGTH))).isNotNull();
        assertThatThrownBy(() -> Filter.compile("tag", "a".repeat(Filter.MAX_LENGTH + 1)))
                .hasMessage("Invalid tag filter: it has 1025 characters, the limit is 1024");
    }

    @Test
    void theDeepestNestingNeedsNoDeepStack() throws InterruptedException {
        var regex = "(".repeat(341) + "a" + ")+".repeat(341);
        var failures = new CopyOnWriteArrayList<Throwable>();
        var thread = new Thread(null, () -> Filter.compile("node", regex).matches("b"), "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
        thread.start();
        thread.join();

        assertThat(failures).isEmpty();
    }

    @Test
    void anExpressionThatBacktrackersCannotFinishTakesNoTime() {
        assertThat(Filter.compile("node", "^(a+)+$").matches("a".repeat(5_000) + "b"))
                .isFalse();
    }
}
