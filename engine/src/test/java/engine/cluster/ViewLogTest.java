package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterMember.Status;
import engine.cluster.ClusterView.Member;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ViewLogTest {
    private static final Member SELF = member("a", 1, Status.UP, true);

    private static Member member(String name, long uid, Status status, boolean reached) {
        var lost = reached ? OptionalLong.empty() : OptionalLong.of(1);
        return new Member(Reports.address(name), uid, Reports.id(name), name, status, lost, reached);
    }

    private static ClusterView view(Member... others) {
        var members = new java.util.ArrayList<>(List.of(others));
        members.addFirst(SELF);
        return new ClusterView(Reports.address("a"), 1, members, Optional.empty());
    }

    @Test
    void serversThatComeAreLostComeBackAndGoAreNamedOnce() {
        assertThat(ViewLog.news(view(), view(member("b", 2, Status.JOINING, true))))
                .isEmpty();
        assertThat(ViewLog.news(view(), view(member("b", 2, Status.UP, true))))
                .containsExactly("server b at 10.0.0.2:8300 is part of the cluster");
        assertThat(ViewLog.news(view(member("b", 2, Status.UP, true)), view(member("b", 2, Status.UP, false))))
                .containsExactly("server b at 10.0.0.2:8300 cannot be reached");
        assertThat(ViewLog.news(view(member("b", 2, Status.UP, false)), view(member("b", 2, Status.UP, false))))
                .isEmpty();
        assertThat(ViewLog.news(view(member("b", 2, Status.UP, false)), view(member("b", 2, Status.UP, true))))
                .containsExactly("server b at 10.0.0.2:8300 is reached again");
        assertThat(ViewLog.news(view(member("b", 2, Status.UP, true)), view()))
                .containsExactly("server b at 10.0.0.2:8300 is no longer part of the cluster");
    }

    @Test
    void anotherIncarnationIsAnotherServer() {
        assertThat(ViewLog.news(view(member("b", 2, Status.UP, true)), view(member("b", 3, Status.UP, true))))
                .containsExactly(
                        "server b at 10.0.0.2:8300 is part of the cluster",
                        "server b at 10.0.0.2:8300 is no longer part of the cluster");
    }
}
