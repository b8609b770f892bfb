package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterView;
import engine.link.Attached;
import engine.link.FromAgent;
import engine.state.Change;
import engine.state.Entry;
import engine.state.Key;
import engine.state.Op;
import engine.state.OwnView;
import engine.state.Published;
import engine.state.Stamp;
import engine.state.Store;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.Test;

/** Two servers that do not know of each other say different things of one agent: the one that has it is right. */
class AttachedAgentsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FromAgent.Hello HELLO =
            new FromAgent.Hello("Web1", "id-1", "10.0.0.9", 8301, "1", "dc1", 0, "");

    private final List<Value.Member> stood = new ArrayList<>();
    private final OwnView view = new OwnView((_, _) -> {});
    private final Published published = view.published();
    private final List<String> gone = new ArrayList<>();
    private final AttachedAgents agents = new AttachedAgents(
            "s1",
            new Members(published, () -> ClusterView.none("10.0.0.1:8300", 1), Optional::empty),
            question -> {
                if (question.apply(TestInbox.<StatusReply<Boolean>>create().getRef()) instanceof Store.Stand stand) {
                    stood.add(stand.member());
                }
                return CompletableFuture.completedStage(true);
            },
            _ -> CompletableFuture.completedStage(true),
            InstantSource.fixed(NOW),
            gone::add);

    private void become(Value.Member member) {
        var change = new Change(new Key.Member(member.name()), new Entry(new Stamp(1, "x"), 1, 1, member));
        agents.published(published.current(), published.current(), List.of(change));
    }

    @Test
    void anAgentThatIsHereHasNotFailedWhateverAnotherServerSays() {
        agents.attached(HELLO, 1);
        var alive = stood.removeFirst();
        assertThat(alive.standing()).isEqualTo(Standing.ALIVE);
        become(alive.with(Standing.FAILED, "s2", NOW));
        assertThat(stood).containsExactly(alive);
    }

    @Test
    void whatAnotherServerSaysOfAnAgentThatIsNotHereStands() {
        agents.attached(HELLO, 1);
        var alive = stood.removeFirst();
        become(alive.with(Standing.ALIVE, "s2", NOW));
        become(alive.with(Standing.FAILED, "s1", NOW));
        become(new Value.Member("Web1", "id-2", false, "10.0.0.8", 8301, 0, "1", "dc1", Standing.FAILED, "s2", NOW));
        agents.gone("Web1", "id-1", Attached.Reason.CLOSED, 1);
        assertThat(gone).containsExactly("Web1");
        become(alive.with(Standing.FAILED, "s2", NOW));
        assertThat(stood).isEmpty();
    }

    @Test
    void anAgentThatWasLetGoIsNotHere() {
        agents.attached(HELLO, 1);
        var alive = stood.removeFirst();
        agents.dispersed();
        become(alive.with(Standing.FAILED, "s2", NOW));
        assertThat(stood).isEmpty();
    }

    @Test
    void anAgentThatWasTakenForDeadIsHereOnceTheCatalogSaysThatItIsAlive() {
        published.subscribe(agents);
        assertThat(agents.attached(HELLO, 1)).isCompleted();
        show("critical");
        var attached = agents.attached(HELLO, 2).toCompletableFuture();
        assertThat(attached).isNotDone();
        show("passing");
        assertThat(attached).isCompleted();
    }

    private void show(String status) {
        var check = new Value.Check("Web1", "serfHealth", "", status, "", "", "", "", List.of(), "");
        view.show(List.of(new Op.Put(new Key.Check("Web1", "serfHealth"), check)));
    }

    @Test
    void theEndOfAnEarlierSessionIsNoEndOfTheAgent() {
        agents.attached(HELLO, 1);
        agents.attached(HELLO, 2);
        agents.gone("Web1", "id-1", Attached.Reason.CLOSED, 1);
        assertThat(gone).isEmpty();
        stood.clear();
        become(new Value.Member("Web1", "id-1", false, "10.0.0.9", 8301, 0, "1", "dc1", Standing.FAILED, "s2", NOW));
        assertThat(stood).hasSize(1);
    }
}
