package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;

import engine.raft.Voters.Change;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VotersTest {
    private static final Set<String> NONE = Set.of();

    private static Voters.Known known(
            List<String> voters, List<String> learners, Set<String> present, Set<String> caughtUp, Set<String> gone) {
        return new Voters.Known("a@A", voters, learners, present, caughtUp, gone);
    }

    @Test
    void aServerThatComesLearnsFirst() {
        assertThat(Voters.next(known(List.of("a@A"), List.of(), Set.of("a@A", "b@B"), NONE, NONE)))
                .contains(new Change.Learn("b@B"));
    }

    @Test
    void aLearnerVotesWhenItHasCaughtUpAndIsThere() {
        var voters = List.of("a@A");
        var learners = List.of("b@B");
        assertThat(Voters.next(known(voters, learners, Set.of("b@B"), NONE, NONE)))
                .isEmpty();
        assertThat(Voters.next(known(voters, learners, NONE, Set.of("b@B"), NONE)))
                .isEmpty();
        assertThat(Voters.next(known(voters, learners, Set.of("b@B"), Set.of("b@B"), NONE)))
                .contains(new Change.Promote("b@B"));
    }

    @Test
    void fiveVoteAndNoMore() {
        var five = List.of("a@A", "b@B", "c@C", "d@D", "e@E");
        assertThat(Voters.next(known(five, List.of("f@F"), Set.of("f@F"), Set.of("f@F"), NONE)))
                .isEmpty();
        assertThat(Voters.next(known(five, List.of(), Set.of("f@F"), NONE, NONE)))
                .contains(new Change.Learn("f@F"));
    }

    @Test
    void whoCannotBeReachedStays() {
        assertThat(Voters.next(known(List.of("a@A", "b@B", "c@C"), List.of("d@D"), Set.of("a@A"), NONE, NONE)))
                .isEmpty();
    }

    @Test
    void whoHasLeftIsTakenOutALearnerFirst() {
        var gone = Set.of("B", "D");
        assertThat(Voters.next(known(List.of("a@A", "b@B"), List.of("d@D"), NONE, NONE, gone)))
                .contains(new Change.Remove("d@D"));
        assertThat(Voters.next(known(List.of("a@A", "b@B"), List.of(), NONE, NONE, gone)))
                .contains(new Change.Remove("b@B"));
    }

    @Test
    void whoHasLeftButIsStillThereIsTakenOutWhenItIsNot() {
        assertThat(Voters.next(known(List.of("a@A", "b@B"), List.of(), Set.of("b@B"), NONE, Set.of("B"))))
                .isEmpty();
        assertThat(Voters.next(known(List.of("a@A"), List.of(), Set.of("b@B"), NONE, Set.of("B"))))
                .isEmpty();
    }

    @Test
    void aServerThatComesBackWithAWipedDiskReplacesItself() {
        assertThat(Voters.next(known(List.of("a@A", "b@B", "c@C"), List.of(), Set.of("new@B", "c@C"), NONE, NONE)))
                .contains(new Change.Remove("b@B"));
        assertThat(Voters.next(known(List.of("a@A", "c@C"), List.of(), Set.of("new@B", "c@C"), NONE, NONE)))
                .contains(new Change.Learn("new@B"));
    }

    @Test
    void theLeaderDoesNotTakeItselfOut() {
        assertThat(Voters.next(known(List.of("a@A", "b@B"), List.of(), NONE, NONE, Set.of("A"))))
                .isEmpty();
    }
}
