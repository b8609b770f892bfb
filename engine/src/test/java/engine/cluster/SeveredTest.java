package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeveredTest {
    private static final ServerReport ANSWER = Reports.formed("b", 1, Reports.up("a"));
    private final Severed severed = new Severed();

    private static Self self(ClusterMember... members) {
        return new Self(
                "dc1",
                "a",
                Reports.id("a"),
                "1",
                Reports.agent("a"),
                Reports.address("a"),
                1,
                true,
                List.of(members),
                1);
    }

    @Test
    void whoAnswersTwiceAndCannotBeReachedIsConnectedToAnewAndRarelyAgain() {
        var self = self(Reports.up("a"), Reports.lost("b", 5));
        var rounds = IntStream.rangeClosed(1, 61)
                .filter(_ -> severed.after(self, List.of(ANSWER)))
                .boxed()
                .toList();
        assertThat(rounds).containsExactly(2, 30, 60);
    }

    @Test
    void ofTwoTheOneThatMissesMoreDoesIt() {
        var cutOff = Reports.formed("b", 1, Reports.lost("a", 5), Reports.lost("c", 5));
        assertThat(rounds(self(Reports.up("a"), Reports.lost("b", 5), Reports.up("c")), cutOff))
                .as("the other one misses more")
                .containsExactly(30);
        assertThat(rounds(self(Reports.up("a"), Reports.lost("b", 5), Reports.lost("c", 5)), cutOff))
                .as("both miss as many: the first by address")
                .containsExactly(2, 30);
    }

    private static List<Integer> rounds(Self self, ServerReport answer) {
        var one = new Severed();
        return IntStream.rangeClosed(1, 31)
                .filter(_ -> one.after(self, List.of(answer)))
                .boxed()
                .toList();
    }

    @Test
    void whoHasRemovedThisServerIsNot() {
        for (var i = 0; i < 5; i++) {
            assertThat(severed.after(self(Reports.lost("b", 5)), List.of(Reports.formed("b", 1))))
                    .isFalse();
        }
    }

    @Test
    void whoDoesNotAnswerOrIsReachedBetweenIsNot() {
        var lost = self(Reports.lost("b", 5));
        for (var i = 0; i < 3; i++) {
            assertThat(severed.after(lost, List.of(ANSWER))).isFalse();
            assertThat(severed.after(lost, List.of())).isFalse();
            assertThat(severed.after(lost, List.of(ANSWER))).isFalse();
            assertThat(severed.after(self(Reports.up("b")), List.of(ANSWER))).isFalse();
        }
    }
}
