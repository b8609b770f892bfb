package engine.state;

import static engine.state.Catalogs.node;
import static engine.state.Catalogs.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownAheadTest {
    private final ShownAhead ahead = new ShownAhead();
    private final Change early = put(node("a", "1"), 5);
    private final Change shown = put(node("a", "2"), 7);
    private final Change late = put(node("a", "3"), 9);
    private final Change other = put(node("b", "1"), 1);

    @Test
    void whatIsShownIsNoNewsWhenTheReplicaHasIt() {
        assertThat(ahead.show(List.of(shown), Map.of())).containsExactly(shown);
        assertThat(ahead.news(List.of(other, shown))).containsExactly(other);
        // By then it is what the replica holds, and the like comes from there alone.
        assertThat(ahead.news(List.of(shown))).containsExactly(shown);
    }

    @Test
    void whatWasWrittenBeforeItIsNotShownAgainMeanwhile() {
        ahead.show(List.of(shown), Map.of());
        assertThat(ahead.news(List.of(early))).isEmpty();
        assertThat(ahead.news(List.of(shown))).isEmpty();
        assertThat(ahead.news(List.of(late))).containsExactly(late);
    }

    @Test
    void whatWasWrittenAfterItTakesItsPlace() {
        ahead.show(List.of(shown), Map.of());
        assertThat(ahead.news(List.of(late))).containsExactly(late);
        assertThat(ahead.show(List.of(late), Map.of())).containsExactly(late);
    }

    @Test
    void whatIsKnownToBeOlderIsNotShown() {
        var held = Bucket.EMPTY.put(late.key().text(), late.entry());
        assertThat(ahead.show(List.of(shown, late), Map.of(late.key().bucketName(), held)))
                .isEmpty();
        assertThat(ahead.show(List.of(shown, early), Map.of())).containsExactly(shown);
    }

    @Test
    void aBucketIsSeenWithWhatIsShown() {
        ahead.show(List.of(shown, other), Map.of());
        var over = ahead.over(shown.key().bucket(), Bucket.EMPTY.put(early.key().text(), early.entry()));
        assertThat(over.get(shown.key().text())).isEqualTo(shown.entry());
    }
}
