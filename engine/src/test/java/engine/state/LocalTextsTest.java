package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalTextsTest {

    @Test
    void textsAreSetReplacedAndRemovedAndEachChangeIsKnownToTheLog() {
        var one = LocalTexts.NONE.with("a", "1");
        var two = one.with("a", "2").with("b", "x");
        assertThat(two.texts()).isEqualTo(Map.of("a", "2", "b", "x"));
        assertThat(two.without("c")).isSameAs(two);
        var three = two.without("a").with("b", "y");
        assertThat(three.texts()).isEqualTo(Map.of("b", "y"));
        assertThat(one.bucket().with(three.bucket().changesSince(one.bucket()))).isEqualTo(three.bucket());
        assertThat(new LocalTexts(one.bucket().with(three.bucket().changesSince(one.bucket())))
                        .with("a", "z")
                        .texts())
                .isEqualTo(Map.of("a", "z", "b", "y"));
    }
}
