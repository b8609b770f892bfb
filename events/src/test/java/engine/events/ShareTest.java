package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShareTest {
    @ParameterizedTest
    @CsvSource({"3,8,3", "1%,8,1", "25%,8,2", "26%,8,3", "100%,8,8", "34%,3,2", "1%,1,1", "50%,5000,2500"})
    void percentagesAreRoundedUp(String text, int nodes, int expected) {
        var share = Share.parse(text);

        assertThat(share.of(nodes)).isEqualTo(expected);
        assertThat(share).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "x", "-1", "+1", "1.5", "5 %", "12345678", "٣"})
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.parse(text))
                .withMessage("'%s' is neither a number nor a percentage of nodes, such as 3 or 25%%", text);
    }

    @Test
    void noneAndMoreThanAllAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.parse("0"))
                .withMessage("a number or a percentage of nodes must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.parse("101%"))
                .withMessage("a percentage of nodes must be at most 100%, was 101%");
    }
}
