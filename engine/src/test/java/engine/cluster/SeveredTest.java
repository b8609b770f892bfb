package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeveredTest {
    private static final ServerReport ANSWER = Reports.formed("b", 1);
    private final Severed severed = new Severed();

    @Test
    void whoAnswersTwiceAndCannotBeReachedIsConnectedToAnewAndRarelyAgain() {
        var members = List.of(Reports.up("a"), Reports.lost("b", 5));
        var rounds = IntStream.rangeClosed(1, 61)
                .filter(_ -> severed.after(members, List.of(ANSWER)))
                .boxed()
                .toList();
        assertThat(rounds).containsExactly(2, 30, 60);
    }

    @Test
    void whoDoesNotAnswerOrIsReachedBetweenIsNot() {
        var lost = List.of(Reports.lost("b", 5));
        for (var i = 0; i < 3; i++) {
            assertThat(severed.after(lost, List.of(ANSWER))).isFalse();
            assertThat(severed.after(lost, List.of())).isFalse();
            assertThat(severed.after(lost, List.of(ANSWER))).isFalse();
            assertThat(severed.after(List.of(Reports.up("b")), List.of(ANSWER))).isFalse();
        }
    }
}
