package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.cluster.ClusterView;
import engine.cluster.LivenessWatch;
import engine.http.Refusal;
import engine.http.UserEvents.Concerned;
import engine.http.UserEvents.Filters;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventMatchTest {
    private final Pictures pictures = new Pictures();
    private final EventMatch match = new EventMatch(
            pictures.published(),
            new Members(pictures.published(), () -> ClusterView.none("10.0.0.1:8300", 1), Optional::empty));

    @BeforeEach
    void cluster() {
        agent("s1", true, Standing.ALIVE, "passing", Map.of("zone", "a"));
        agent("Web1", false, Standing.ALIVE, "passing", Map.of("zone", "a"));
        agent("web2", false, Standing.FAILED, "critical", Map.of("zone", "b"));
        agent("web3", false, Standing.LEFT, "critical", Map.of());
        service("s1", "consul", "");
        service("Web1", "web", "v1");
        service("web2", "web", "v2");
        pictures.put(new Key.Node("outside"), Records.node("outside", "10.0.0.8"));
    }

    private void agent(String name, boolean server, Standing standing, String status, Map<String, String> meta) {
        pictures.put(
                new Key.Member(name),
                new Value.Member(
                        name, "id-" + name, server, "10.0.0.1", 1, 2, "0", "dc1", standing, name, Instant.EPOCH));
        pictures.put(new Key.Node(name), new Value.Node("", name, "10.0.0.1", null, meta));
        pictures.put(new Key.Check(name, LivenessWatch.CHECK), Records.nodeCheck(name, LivenessWatch.CHECK, status));
    }

    private void service(String node, String name, String tag) {
        pictures.put(new Key.Service(node, name), Records.service(node, name, name, tag));
    }

    private List<Concerned> matching(String node, String service, String tag, Map<String, String> meta) {
        return match.match(new Filters(node, service, tag, meta));
    }

    @Test
    void allAgentsThatHaveNotLeftMatchWithoutFilters() {
        assertThat(matching("", "", "", Map.of()))
                .containsExactly(new Concerned("s1", true), new Concerned("Web1", true), new Concerned("web2", false));
    }

    @Test
    void filtersAreThoseOfAnEvent() {
        assertThat(matching("^web", "", "", Map.of())).containsExactly(new Concerned("web2", false));
        assertThat(matching("", "^web$", "", Map.of()))
                .containsExactly(new Concerned("Web1", true), new Concerned("web2", false));
        assertThat(matching("", "^web$", "v1", Map.of())).containsExactly(new Concerned("Web1", true));
        assertThat(matching("", "", "", Map.of("zone", "^a$")))
                .containsExactly(new Concerned("s1", true), new Concerned("Web1", true));
        assertThat(matching("nobody", "", "", Map.of())).isEmpty();
    }

    @Test
    void theServersOwnServiceIsNoneThatAnAgentHas() {
        assertThat(matching("", "consul", "", Map.of())).isEmpty();
    }

    @Test
    void filtersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> matching("(", "", "", Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Invalid node filter");
        assertThatThrownBy(() -> matching("", "", "v1", Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("Cannot provide tag filter without service filter");
    }
}
