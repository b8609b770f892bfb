package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.LocalEntries;
import engine.state.Published;
import engine.state.Store;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** What a server shows of the others while it starts, loses them and comes back. */
class LivenessWatchTest {
    private static final Value.Member S1 = member("s1", true, "s1", 1);
    private static final Value.Member S2 = member("s2", true, "s2", 2);
    private static final Value.Member C = member("c", false, "s2", 0);
    private static final ClusterView NOWHERE = ClusterView.none("10.0.0.1:1", 7);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final TestInbox<Store.Command> store = TestInbox.create();
    private final Map<String, String> shown = new HashMap<>();
    private final BehaviorTestKit<LivenessWatch.Command> watch =
            BehaviorTestKit.create(LivenessWatch.create(published(), store.getRef(), () -> now, NOWHERE));

    private static Value.Member member(String name, boolean server, String via, int port) {
        return new Value.Member(
                name, "id-" + name, server, "10.0.0.1", 8301, port, "1", "dc1", Standing.ALIVE, via, Instant.EPOCH);
    }

    private static Published published() {
        var entries = LocalEntries.NONE;
        for (var member : List.of(S1, S2, C)) {
            entries = entries.with(new Key.Member(member.name()), member);
        }
        return Published.from(1, List.of(entries.bucket()));
    }

    private static ClusterView together(boolean reachesS2) {
        return new ClusterView(
                "10.0.0.1:1",
                7,
                Stream.of(S1, S2)
                        .map(server -> new ClusterView.Member(
                                Liveness.address(server),
                                server.serverPort() == 1 ? 7 : 8,
                                server.id(),
                                server.name(),
                                ClusterMember.Status.UP,
                                OptionalLong.empty(),
                                server.serverPort() == 1 || reachesS2))
                        .toList(),
                Optional.empty());
    }

    /** A second is looked at in quarters, as by the watch's own timer. */
    private Map<String, String> after(Duration time, ClusterView view) {
        for (var end = now.plus(time); now.isBefore(end); now = now.plusMillis(250)) {
            watch.run(new LivenessWatch.Seen(view));
        }
        watch.run(new LivenessWatch.Seen(view));
        for (var command : store.getAllReceived()) {
            if (command instanceof Store.Derive derive) {
                derive.checks().forEach(check -> shown.put(check.node(), check.status()));
            }
        }
        return shown;
    }

    @Test
    void whoHasJustStartedTakesTheOthersForAliveForSomeTime() {
        assertThat(after(Duration.ofSeconds(14), NOWHERE))
                .containsEntry("s2", "passing")
                .containsEntry("c", "passing");
        assertThat(after(Duration.ofSeconds(2), NOWHERE)).containsEntry("s2", "critical");
    }

    @Test
    void whoWasDeadBeforeThePartInTheClusterStartedAnewStaysSo() {
        after(Duration.ofSeconds(20), together(true));
        assertThat(after(Duration.ofSeconds(6), together(false)))
                .containsEntry("s2", "critical")
                .containsEntry("c", "critical");
        assertThat(after(Duration.ofSeconds(10), NOWHERE))
                .containsEntry("s2", "critical")
                .containsEntry("c", "critical");
    }

    @Test
    void theClientAgentsOfAServerThatIsReachedAgainAreShownAliveWhenThatHasToldOfThem() {
        after(Duration.ofSeconds(20), together(true));
        after(Duration.ofSeconds(6), together(false));
        assertThat(after(Duration.ofSeconds(1), together(true)))
                .containsEntry("s2", "passing")
                .containsEntry("c", "critical");
        assertThat(after(Duration.ofSeconds(2), together(true))).containsEntry("c", "passing");
    }

    @Test
    void aShortLossOfAServerIsNoneOfItsClientAgents() {
        after(Duration.ofSeconds(20), together(true));
        assertThat(after(Duration.ofSeconds(3), together(false)))
                .containsEntry("s2", "critical")
                .containsEntry("c", "passing");
        assertThat(after(Duration.ZERO, together(true)))
                .containsEntry("s2", "passing")
                .containsEntry("c", "passing");
    }
}
