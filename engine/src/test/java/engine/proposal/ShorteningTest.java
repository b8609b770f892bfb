package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Linearizability.Violated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShorteningTest {
    private static final Held YES = new Held(true);

    private static Call put(long at, String value) {
        return new Call("a", at, at + 1, new Put("k", value), YES);
    }

    private static Call get(long at, String value, long index) {
        return new Call("b", at, at + 1, new Get("k"), new Found(value, index, "", 0));
    }

    private static List<Call> shortened(List<Call> history) {
        var verdict = (Violated) Linearizability.check(history);
        return Shortening.of(verdict, TimeUnit.SECONDS.toNanos(10)).calls().stream()
                .filter(call -> call.answer() != null)
                .toList();
    }

    @Test
    void aStaleReadIsShownWithTheWriteThatItDidNotSee() {
        var history = new ArrayList<Call>();
        for (var i = 0; i < 8; i++) {
            history.add(put(10L * i, "v" + i));
            history.add(get(10L * i + 5, "v" + i, i + 1));
        }
        var stale = get(57, "v3", 4);
        history.add(stale);
        var few = shortened(history);
        assertThat(few).hasSizeLessThan(5).contains(stale);
        assertThat(Linearizability.check(few)).isInstanceOf(Violated.class);
    }

    @Test
    void whatIsLeftOutMayHaveHappenedAndIsNoExplanation() {
        var lost = put(1, "1");
        var unanswered = Call.unknown("c", 1, new Put("k", "3"));
        var few = shortened(List.of(lost, unanswered, put(5, "2"), get(10, "1", 7)));
        assertThat(few).containsExactlyInAnyOrder(put(5, "2"), get(10, "1", 7), lost);
    }
}
