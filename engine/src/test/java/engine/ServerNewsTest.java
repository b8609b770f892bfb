package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterView;
import engine.link.Sessions;
import engine.state.Change;
import engine.state.Entry;
import engine.state.Key;
import engine.state.OwnView;
import engine.state.Published;
import engine.state.Stamp;
import engine.state.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerNewsTest {
    private final TestInbox<Sessions.Command> sessions = TestInbox.create();
    private final Published published = new OwnView((_, _) -> {}).published();
    private final ServerNews news = new ServerNews(
            "self",
            sessions.getRef(),
            new Members(published, () -> ClusterView.none("10.0.0.1:8300", 1), Optional::empty),
            _ -> {});

    private void change(Key key, @Nullable Value value, String writer) {
        var snapshot = published.current();
        news.published(snapshot, snapshot, List.of(new Change(key, new Entry(new Stamp(1, writer), 1, 1, value))));
    }

    private static Value.Service web(String node) {
        return new Value.Service(node, "web", "web", List.of(), "", Map.of(), null, 80, 1, 1, false);
    }

    @Test
    void whatAnotherServerWritesOfAnAgentIsDisputed() {
        change(new Key.Service("c1", "web"), web("c1"), "another");
        assertThat(sessions.getAllReceived()).containsExactly(new Sessions.Disputed(Set.of("c1")));
    }

    @Test
    void whatThisServerWritesForAnAgentIsNot() {
        change(new Key.Service("c1", "web"), web("c1"), "self");
        assertThat(sessions.hasMessages()).isFalse();
    }

    @Test
    void whatIsTakenOutIsDisputedWhoeverDidIt() {
        change(new Key.Service("c1", "web"), null, "self");
        assertThat(sessions.getAllReceived()).containsExactly(new Sessions.Disputed(Set.of("c1")));
    }
}
