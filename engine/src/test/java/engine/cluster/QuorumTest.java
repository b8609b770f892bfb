package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

class QuorumTest {
    private final Quorum quorum = new Quorum();
    private final CompletableFuture<Done> waiting = new CompletableFuture<>();

    @Test
    void itIsReachedWhenEnoughOtherServersHaveEveryFrame() {
        quorum.expect(List.of(1L, 2L), 2, List.of(waiting));
        quorum.took(1, "b");
        quorum.took(1, "c");
        quorum.took(2, "b");
        assertThat(waiting).isNotDone();
        quorum.took(2, "c");
        assertThat(waiting).isCompleted();
    }

    @Test
    void oneServerCountsOnceHoweverOftenItAnswers() {
        quorum.expect(List.of(1L), 2, List.of(waiting));
        quorum.took(1, "b");
        quorum.took(1, "b");
        assertThat(waiting).isNotDone();
    }

    @Test
    void anAnswerToWhatNobodyWaitsForIsNoFault() {
        quorum.took(7, "b");
        quorum.expect(List.of(8L), 1, List.of(waiting));
        quorum.took(7, "b");
        assertThat(waiting).isNotDone();
    }

    @Test
    void whoWaitsTooLongIsToldThatItIsNotKnown() {
        quorum.expect(List.of(1L), 1, List.of(waiting));
        for (var i = 0; i < 4; i++) {
            quorum.sweep();
        }
        assertThat(waiting).isNotDone();
        quorum.sweep();
        assertThat(waiting).isCompletedExceptionally();
        // An answer that comes later changes nothing.
        quorum.took(1, "b");
        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void withItsEndAllAreTold() {
        quorum.expect(List.of(1L), 1, List.of(waiting));
        quorum.end();
        assertThat(waiting).isCompletedExceptionally();
    }
}
