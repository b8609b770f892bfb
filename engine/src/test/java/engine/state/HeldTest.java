package engine.state;

import static engine.state.Catalogs.node;
import static engine.state.Catalogs.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldTest {
    private static final Pending.Asker NOBODY = new Pending.Asker() {
        @Override
        public void done(boolean refused) {}

        @Override
        public void failed(String why) {}
    };
    private final Held held = new Held();
    private final Pending first = new Pending(NOBODY);
    private final Pending second = new Pending(NOBODY);
    private final Change a = put(node("a", "10.0.0.1"), 1);
    private final Change b = put(node("b", "10.0.0.1"), 2);

    @Test
    void whatAWriteTouchesIsKeptBackUntilItIsDone() {
        held.hold(first, Set.of(a.key(), b.key()));
        assertThat(held.keeps(a)).isTrue();
        assertThat(held.keeps(put(node("c", "10.0.0.1"), 1))).isFalse();
        assertThat(held.keeps(b)).isTrue();
        assertThat(held.release(first)).containsExactly(a, b);
        assertThat(held.keeps(a)).isFalse();
        assertThat(held.release(first)).isEmpty();
    }

    @Test
    void theLastChangeOfAKeyIsTheOneThatIsShown() {
        held.hold(first, Set.of(a.key()));
        var later = put(node("a", "10.0.0.1"), 9);
        held.keeps(a);
        held.keeps(later);
        assertThat(held.release(first)).containsExactly(later);
    }

    @Test
    void aKeyThatALaterWriteTouchesTooWaitsForThatOne() {
        held.hold(first, Set.of(a.key(), b.key()));
        held.hold(second, Set.of(b.key()));
        held.keeps(a);
        held.keeps(b);
        assertThat(held.release(first)).containsExactly(a);
        assertThat(held.release(second)).containsExactly(b);
    }
}
