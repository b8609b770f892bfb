package engine.cluster;

import static engine.cluster.Reports.formed;
import static engine.cluster.Reports.known;
import static engine.cluster.Reports.peer;
import static engine.cluster.Reports.up;
import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterMember.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownServersTest {

    private static ServerReport fellow(String name, KnownServers known) {
        return Reports.report(name, 1, true, List.of(up("a"), up(name)), 3, "", known);
    }

    @Test
    void membersAreAddedAndTheDeadAreKept() {
        var me = formed("a", 3, up("a"), up("b"));
        assertThat(known(4, "a", "c").in(me, List.of(fellow("b", KnownServers.NONE))))
                .isEqualTo(known(5, "a", "b", "c"));
        assertThat(known(5, "a", "b", "c").in(me, List.of(fellow("b", KnownServers.NONE))))
                .isEqualTo(known(5, "a", "b", "c"));
    }

    @Test
    void theNewestSetIsTakenOverAndWhoWasForgottenThereIsForgottenHere() {
        var me = formed("a", 3, up("a"), up("b"));
        assertThat(known(4, "a", "b", "c", "d").in(me, List.of(fellow("b", known(6, "a", "b", "e")))))
                .isEqualTo(known(6, "a", "b", "e"));
    }

    @Test
    void whoIsNotAgreedOnYetIsNoneOfThem() {
        var me = formed("a", 3, up("a"), Reports.member("b", 1, Status.WEAKLY_UP, null));
        assertThat(known(1, "a").in(me, List.of())).isEqualTo(known(1, "a"));
    }

    @Test
    void aServerWhoseAgentHasNotAnsweredCountsWithoutAnAddress() {
        var me = formed("a", 3, up("a"), up("b"));
        assertThat(known(1, "a").in(me, List.of()))
                .isEqualTo(new KnownServers(2, List.of(peer("a"), new Peer("id-b", "b", ""))));
    }

    @Test
    void aServerWithANewDiskTakesThePlaceOfTheOldOne() {
        var fresh = new ClusterMember(Reports.address("b"), 2, "id-x", "B", Status.UP, Optional.empty());
        assertThat(known(1, "a", "b")
                        .in(formed("a", 3, up("a"), fresh), List.of())
                        .ids())
                .containsExactlyInAnyOrder("id-a", "id-x");
    }

    @Test
    void ofTwoSetsWithOneVersionAllCount() {
        assertThat(known(3, "a", "b").newer(known(3, "a", "c"))).isEqualTo(known(3, "a", "b", "c"));
        assertThat(known(3, "a", "b").without("id-b")).isEqualTo(known(4, "a"));
        assertThat(known(3, "a", "b").without("id-z")).isEqualTo(known(3, "a", "b"));
    }
}
