package engine.cluster;

import static engine.cluster.Reports.formed;
import static engine.cluster.Reports.lost;
import static engine.cluster.Reports.member;
import static engine.cluster.Reports.seeing;
import static engine.cluster.Reports.unformed;
import static engine.cluster.Reports.up;
import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterMember.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DowningTest {
    private static final Downing.Policy POLICY = Downing.Policy.of(Duration.ofSeconds(60));

    private static List<String> downs(ServerReport me, ServerReport... answers) {
        return Downing.decide(me, List.of(answers), POLICY).stream()
                .map(ClusterMember::name)
                .toList();
    }

    @Test
    void ofFiveServersThreeGiveUpTheTwoOthersAfterTheTimeAndNotBefore() {
        assertThat(downs(formed("a", 5, up("a"), up("b"), up("c"), lost("d", 60), lost("e", 60))))
                .containsExactly("d", "e");
        assertThat(downs(formed("a", 5, up("a"), up("b"), up("c"), lost("d", 59), lost("e", 60))))
                .containsExactly("e");
        assertThat(downs(formed("d", 5, lost("a", 600), lost("b", 600), lost("c", 600), up("d"), up("e"))))
                .isEmpty();
    }

    @Test
    void theLowestAddressDoesItAndTheNextOneOnlyInItsPlace() {
        assertThat(downs(formed("b", 3, up("a"), up("b"), lost("c", 64)))).isEmpty();
        assertThat(downs(formed("b", 3, up("a"), up("b"), lost("c", 65)))).containsExactly("c");
    }

    @Test
    void ofTwoServersNeitherGivesUpTheOther() {
        assertThat(downs(formed("a", 2, up("a"), lost("b", 600)))).isEmpty();
        assertThat(downs(formed("b", 2, lost("a", 600), up("b")))).isEmpty();
    }

    @Test
    void halfIsNoMajorityAndFewerThanExpectedNeither() {
        assertThat(downs(formed("a", 1, up("a"), up("b"), lost("c", 600), lost("d", 600))))
                .isEmpty();
        assertThat(downs(formed("a", 5, up("a"), up("b"), lost("c", 600)))).isEmpty();
        assertThat(downs(formed("a", 3, up("a"), up("b"), lost("c", 600)))).containsExactly("c");
    }

    @Test
    void newMembersThatAreNotAgreedOnMakeNoMajority() {
        var fresh = member("e", 1, Status.WEAKLY_UP, null);
        assertThat(downs(formed("a", 3, up("a"), lost("b", 600), lost("c", 600), fresh)))
                .isEmpty();
    }

    @Test
    void whoKeepsAnotherOutIsGivenUpAfterFiveSeconds() {
        var me = formed("a", 3, up("a"), up("b"), lost("c", 5));
        assertThat(downs(me)).isEmpty();
        assertThat(downs(me, unformed("d", 3, "id-a"))).containsExactly("c");
        assertThat(downs(formed("a", 3, up("a"), up("b"), lost("c", 5), member("d", 1, Status.JOINING, null))))
                .containsExactly("c");
    }

    @Test
    void aServerThatComesBackMakesTheMajorityOfASurvivor() {
        var me = formed("a", 3, up("a"), member("b", 1, Status.DOWN, 9), lost("c", 9));
        assertThat(downs(me)).isEmpty();
        assertThat(downs(me, unformed("b", 3, "id-a"))).containsExactly("c");
        // It counts for the side that it has chosen.
        assertThat(downs(me, unformed("b", 3, "id-c"))).isEmpty();
        // A new one is none of the servers.
        assertThat(downs(me, unformed("d", 3, "id-a"))).isEmpty();
    }

    @Test
    void untilAsManyAsExpectedHaveBeenInThoseWhoComeCountForThatNumber() {
        var weak = member("b", 1, Status.WEAKLY_UP, null);
        var dead = member("c", 1, Status.JOINING, 9);
        assertThat(downs(formed("a", 3, up("a"), weak, dead))).containsExactly("c");
        assertThat(downs(formed("a", 3, up("a"), dead), unformed("b", 3, "id-a")))
                .containsExactly("c");
        assertThat(downs(formed("a", 5, up("a"), weak, dead), unformed("d", 5, "id-a")))
                .containsExactly("c");
        // Half is too few, and so is who has chosen another or may choose one yet.
        assertThat(downs(formed("a", 3, up("a"), dead))).isEmpty();
        assertThat(downs(formed("a", 4, up("a"), weak, dead))).isEmpty();
        assertThat(downs(formed("a", 3, up("a"), dead), unformed("b", 3, "id-x")))
                .isEmpty();
        assertThat(downs(formed("a", 3, up("a"), member("b", 1, Status.JOINING, null), dead)))
                .isEmpty();
    }

    @Test
    void thoseWhoComeDoNotStandInForServersThatWereAgreedOn() {
        var d = member("d", 1, Status.WEAKLY_UP, null);
        var e = member("e", 1, Status.WEAKLY_UP, null);
        assertThat(downs(formed("a", 5, up("a"), lost("b", 600), d, e), unformed("f", 5, "id-a")))
                .isEmpty();
        // Nor once the cluster had as many as expected, though some of them have been removed.
        var whole = Reports.report(
                "a",
                1,
                true,
                List.of(up("a"), up("b"), lost("c", 600), d),
                5,
                "",
                Reports.known(1, "a", "b", "c", "x", "y"));
        assertThat(downs(whole)).isEmpty();
    }

    @Test
    void whoWasGivenUpItselfGivesUpNobody() {
        var me = formed("c", 3, lost("a", 90), up("b"), up("c"));
        assertThat(downs(me, formed("b", 3, up("a"), up("b"), up("c")))).containsExactly("a");
        assertThat(downs(me, formed("b", 3, up("a"), up("b")))).isEmpty();
    }

    @Test
    void anAnswerFromBeforeItWasAMemberDoesNotCountAsWaiting() {
        var old = Reports.report("c", 1, false, List.of(), 3, "id-a", KnownServers.NONE);
        assertThat(downs(formed("a", 3, up("a"), up("b"), lost("c", 9)), old)).isEmpty();
    }

    @Test
    void ofTwoServersWhoseLinkIsBrokenTheThirdGivesUpOne() {
        var b = formed("b", 3, up("a"), up("b"), lost("c", 70));
        var c = formed("c", 3, up("a"), lost("b", 70), up("c"));
        assertThat(downs(formed("a", 3, up("a"), lost("b", 60), lost("c", 60)), b, c))
                .containsExactly("c");
    }

    @Test
    void ofServersThatAnswerTheOneWithTheWorstLinksIsGivenUp() {
        var a = seeing(formed("a", 5, up("b"), lost("c", 90), lost("d", 90), lost("e", 90)), "b");
        var c = seeing(formed("c", 5, up("b"), lost("a", 90), lost("d", 90), lost("e", 90)), "b", "d", "e");
        var d = seeing(formed("d", 5, up("b"), lost("a", 90), lost("c", 90), lost("e", 90)), "b", "c", "e");
        var e = seeing(formed("e", 5, up("b"), lost("a", 90), lost("c", 90), lost("d", 90)), "b", "c", "d");
        var me = formed("b", 5, up("b"), lost("a", 90), lost("c", 90), lost("d", 90), lost("e", 90));
        assertThat(downs(me, a, c, d, e)).containsExactly("a");
    }

    @Test
    void whoIsSeenByOthersOnlyGoesBeforeAllTheSame() {
        var b = seeing(formed("b", 3, up("a"), up("c")), "a", "c");
        var me = formed("c", 3, up("b"), up("c"), lost("a", 66));
        assertThat(downs(me, b)).isEmpty();
        assertThat(downs(formed("c", 3, up("b"), up("c"), lost("a", 70)), b)).containsExactly("a");
    }

    @Test
    void nobodyButAMemberThatIsUpGivesUpAnyone() {
        assertThat(downs(formed("a", 3, member("a", 1, Status.WEAKLY_UP, null), up("b"), up("c"), lost("d", 99))))
                .isEmpty();
        assertThat(downs(formed("a", 3, member("a", 1, Status.LEAVING, null), up("b"), up("c"), lost("d", 99))))
                .isEmpty();
    }
}
