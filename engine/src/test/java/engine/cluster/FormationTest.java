package engine.cluster;

import static engine.cluster.Reports.address;
import static engine.cluster.Reports.formed;
import static engine.cluster.Reports.id;
import static engine.cluster.Reports.known;
import static engine.cluster.Reports.lost;
import static engine.cluster.Reports.member;
import static engine.cluster.Reports.restarted;
import static engine.cluster.Reports.unformed;
import static engine.cluster.Reports.up;
import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterMember.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormationTest {

    private static Decision decide(ServerReport me, ServerReport... answers) {
        return Formation.decide(me, List.of(answers), 0, true);
    }

    private static Decision repeatedly(ServerReport me, ServerReport... answers) {
        return Formation.decide(me, List.of(answers), 9, true);
    }

    @Test
    void theLowestIdFormsWhenTheExpectedServersVoteForIt() {
        assertThat(decide(unformed("a", 3, ""), unformed("b", 3, "id-a"), unformed("c", 3, "id-a")))
                .isEqualTo(new Decision.FormAlone());
        assertThat(decide(unformed("b", 3, ""), unformed("a", 3, "id-a"), unformed("c", 3, "id-a")))
                .isEqualTo(new Decision.Wait(
                        "id-a", "3 of 3 expected servers found (a, b, c); waiting for a to form the cluster"));
    }

    @Test
    void nobodyFormsWithoutVotesOrWithTooFewServers() {
        assertThat(decide(unformed("a", 3, ""), unformed("b", 3, "id-a"), unformed("c", 3, "")))
                .isInstanceOf(Decision.Wait.class);
        assertThat(decide(unformed("a", 3, ""), unformed("b", 3, "id-a")))
                .isEqualTo(new Decision.Wait("id-a", "2 of 3 expected servers found (a, b); waiting"));
    }

    @Test
    void aSingleExpectedServerFormsAtOnceAndOneThatExpectsNoneNever() {
        assertThat(decide(unformed("a", 1, ""))).isEqualTo(new Decision.FormAlone());
        assertThat(decide(unformed("a", 0, "")))
                .isEqualTo(new Decision.Wait("", "no cluster has answered, and bootstrap-expect is not set; waiting"));
        assertThat(decide(unformed("b", 2, ""), unformed("a", 0, "id-b"))).isEqualTo(new Decision.FormAlone());
    }

    @Test
    void theGreatestExpectationOfThemAllCounts() {
        assertThat(decide(unformed("a", 1, ""), unformed("b", 3, "id-a"))).isInstanceOf(Decision.Wait.class);
    }

    @Test
    void clientAgentsAndThisServerItselfDoNotCount() {
        var client = ServerReport.ofClient("dc1", "b", "id-b", "1", "10.0.0.2:8301", List.of());
        assertThat(decide(unformed("a", 2, ""), client, unformed("a", 2, "id-a")))
                .isInstanceOf(Decision.Wait.class);
    }

    @Test
    void aMajorityOfTheServersThatWereThereFormsItAgain() {
        assertThat(decide(restarted("b", 3, "", "a", "b", "c"), restarted("c", 3, "id-b", "a", "b", "c")))
                .isEqualTo(new Decision.FormAlone());
        assertThat(decide(restarted("b", 3, "", "a", "b", "c")))
                .isEqualTo(new Decision.Wait(
                        "id-b", "1 of 3 known servers found (b), missing a, c; 2 are needed; waiting"));
    }

    @Test
    void exactlyHalfOfTheKnownServersFormsNothing() {
        assertThat(decide(restarted("a", 1, "", "a", "b", "c", "d"), restarted("b", 1, "id-a", "a", "b", "c", "d")))
                .isInstanceOf(Decision.Wait.class);
    }

    @Test
    void theNewestSetOfServersCounts() {
        var old = Reports.report("a", 2, false, List.of(), 1, "id-a", known(1, "a", "b"));
        var recent = Reports.report("b", 2, false, List.of(), 1, "id-a", known(7, "b", "c", "d", "e"));
        assertThat(decide(old, recent)).isInstanceOf(Decision.Wait.class);
    }

    @Test
    void aNewServerWaitsForThoseThatWereThere() {
        assertThat(decide(unformed("a", 2, ""), restarted("b", 2, "id-a", "b", "c")))
                .isEqualTo(new Decision.Wait(
                        "id-b",
                        "1 of 2 known servers found (b), missing c; they have to form the cluster, of which this server"
                                + " was none; waiting"));
    }

    @Test
    void aClusterThatBrokeOffWhileItFormedIsMadeWholeByThoseWhoNeverCame() {
        assertThat(decide(restarted("b", 3, "", "b"), unformed("a", 3, "id-b"))).isEqualTo(new Decision.FormAlone());
    }

    @Test
    void aClusterIsJoinedAndTheOneWithAMajorityFirst() {
        var minority = formed("a", 3, up("a"), lost("b", 9), lost("c", 9));
        var majority = formed("d", 3, up("d"), up("e"), lost("a", 9));
        assertThat(decide(unformed("f", 3, ""), minority, majority))
                .isEqualTo(new Decision.Join(id("d"), List.of(address("d"), address("e"))));
    }

    @Test
    void aLostMinorityIsJoinedUntilAMajorityHasWaitedInVain() {
        var minority = formed("a", 3, up("a"), lost("b", 9), lost("c", 9));
        var me = restarted("b", 3, "", "a", "b", "c");
        var c = restarted("c", 3, "id-b", "a", "b", "c");
        assertThat(decide(me, minority, c)).isEqualTo(new Decision.Join(id("a"), List.of(address("a"))));
        assertThat(Formation.decide(me, List.of(minority, c), 0, false)).isEqualTo(new Decision.FormAlone());
        assertThat(Formation.decide(me, List.of(minority), 0, false)).isInstanceOf(Decision.Join.class);
    }

    @Test
    void anOwnAddressOfAFormerIncarnationIsNeverJoined() {
        var into = formed("b", 2, up("b"), up("a"));
        assertThat(decide(unformed("a", 2, ""), into)).isEqualTo(new Decision.Join(id("b"), List.of(address("b"))));
    }

    @Test
    void whoWasLetInByAClusterThatIsGoneNeedsANewClusterSystem() {
        var joining = List.of(member("b", 2, Status.JOINING, null), lost("a", 20));
        var me = Reports.report("b", 2, false, joining, 1, "", known(1, "b"));
        assertThat(decide(me)).isInstanceOf(Decision.Restart.class);
        var a = formed("a", 1, up("a"), member("b", 2, Status.JOINING, null));
        assertThat(decide(me, a)).isInstanceOf(Decision.Join.class);
        var without = formed("a", 1, up("a"));
        assertThat(decide(me, without)).isInstanceOf(Decision.Join.class);
        assertThat(Formation.decide(me, List.of(without), 0, false)).isInstanceOf(Decision.Restart.class);
    }

    @Test
    void twoSidesOfAPartitionStay() {
        var me = formed("a", 3, up("a"), lost("b", 90), lost("c", 90));
        var other = formed("b", 3, up("b"), up("c"), lost("a", 90));
        assertThat(repeatedly(me, other)).isEqualTo(new Decision.Stay());
        assertThat(repeatedly(other, me)).isEqualTo(new Decision.Stay());
    }

    @Test
    void whoWasRemovedStartsAnewButNotAtTheFirstSign() {
        var me = formed("a", 3, up("a"), lost("b", 90), lost("c", 90));
        var other = formed("b", 3, up("b"), up("c"));
        assertThat(decide(me, other)).isEqualTo(new Decision.Stay());
        assertThat(repeatedly(me, other))
                .isEqualTo(new Decision.Restart(
                        List.of(address("b"), address("c")),
                        "b at 10.0.0.2:8301 has removed this server from the cluster"));
        assertThat(repeatedly(other, me)).isEqualTo(new Decision.Stay());
    }

    @Test
    void whoWasMarkedDownStartsAnew() {
        var me = formed("a", 3, up("a"), lost("b", 90), lost("c", 90));
        var other = formed("b", 3, up("b"), up("c"), member("a", 1, Status.DOWN, 90));
        assertThat(repeatedly(me, other)).isInstanceOf(Decision.Restart.class);
    }

    @Test
    void ofTwoClustersThatAreStrangersTheSmallerGoesOverAndAtATieTheOneWithTheGreaterId() {
        var large = formed("c", 3, up("c"), up("d"));
        var small = formed("a", 3);
        assertThat(repeatedly(small, large)).isInstanceOf(Decision.Restart.class);
        assertThat(repeatedly(large, small)).isEqualTo(new Decision.Stay());
        assertThat(repeatedly(formed("b", 3), small)).isInstanceOf(Decision.Restart.class);
        assertThat(repeatedly(small, formed("b", 3))).isEqualTo(new Decision.Stay());
    }

    @Test
    void newMembersThatHaveNotHeardOfEachOtherAreNoStrangers() {
        assertThat(repeatedly(formed("b", 3, up("a")), formed("c", 3, up("a")))).isEqualTo(new Decision.Stay());
    }

    @Test
    void aLeavingServerStays() {
        var me = formed("a", 3, member("a", 1, Status.LEAVING, null), up("b"));
        assertThat(repeatedly(me, formed("b", 3, up("c")))).isEqualTo(new Decision.Stay());
    }

    @Test
    void aTakenNameIsRefused() {
        var other = Reports.of(formed("b", 3), "dc1", "A", "id-b");
        assertThat(decide(unformed("a", 3, ""), other))
                .isEqualTo(new Decision.Refused(
                        "the node name \"a\" is taken by the server at 10.0.0.2:8301 (id id-b, this one has id-a):"
                                + " give one of them another node-name"));
        assertThat(decide(formed("a", 3), Reports.of(unformed("b", 3, ""), "dc1", "a", "id-b")))
                .isEqualTo(new Decision.Stay());
    }

    @Test
    void aNameThatALiveMemberHasIsRefusedThoughItDidNotAnswerItself() {
        var taken = new ClusterMember(address("c"), 1, id("c"), "a", Status.UP, java.util.Optional.empty());
        assertThat(decide(unformed("a", 3, ""), formed("b", 3, up("b"), taken))).isInstanceOf(Decision.Refused.class);
        var dead = new ClusterMember(
                address("c"), 1, id("c"), "a", Status.UP, java.util.Optional.of(java.time.Duration.ZERO));
        assertThat(decide(unformed("a", 3, ""), formed("b", 3, up("b"), dead))).isInstanceOf(Decision.Join.class);
    }

    @Test
    void ofTwoNewServersWithOneNameTheGreaterIdIsRefusedAndDoesNotCount() {
        var rival = Reports.of(unformed("b", 2, "id-a"), "dc1", "a", "id-b");
        assertThat(decide(unformed("a", 2, ""), rival)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(rival, unformed("a", 2, ""))).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aCopiedDataDirectoryIsRefused() {
        var copy = Reports.of(formed("b", 3), "dc1", "b", "id-a");
        assertThat(decide(unformed("a", 3, ""), copy))
                .isEqualTo(new Decision.Refused(
                        "the server b at 10.0.0.2:8301 has the node id id-a too: the data directory was copied; remove"
                                + " node-id from this one"));
    }

    @Test
    void anotherDatacenterIsRefusedUnlessThereAreServersOfThisOne() {
        var foreign = Reports.of(formed("b", 3), "dc2", "b", "id-b");
        assertThat(decide(unformed("a", 3, ""), foreign))
                .isEqualTo(new Decision.Refused(
                        "the server b at 10.0.0.2:8301 is of datacenter \"dc2\", this one of \"dc1\": correct datacenter"
                                + " or retry-join"));
        assertThat(decide(unformed("a", 3, ""), foreign, unformed("c", 3, ""))).isInstanceOf(Decision.Wait.class);
    }
}
