package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.UserEvents;
import engine.state.EventBound;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventHistoryTest {
    private final Pictures pictures = new Pictures();
    private final EventHistory history = new EventHistory(pictures.published(), new EventBound(5));

    private void event(String id, String name, long lamport) {
        pictures.put(new Key.Event(id), Records.event(id, name, lamport));
    }

    private void ran(String id, String node, boolean ended) {
        pictures.put(new Key.Receipt(id, node), new Value.Receipt(id, node, 1, ""));
        pictures.put(new Key.Run(id, node, "t"), Records.run(id, node, "t", ended));
    }

    private List<String> found(String name, Optional<Instant> since, String node, String status, int limit) {
        return history.search(new UserEvents.Search(name, since, node, status, limit)).value().stream()
                .map(past -> past.event().id())
                .toList();
    }

    private List<String> found(String name, String node, String status) {
        return found(name, Optional.empty(), node, status, 100);
    }

    @Test
    void aSearchFindsTheNewestFirst() {
        event("a", "deploy", 2);
        event("b", "restart", 3);
        event("c", "deploy", 1);
        assertThat(found("", "", "")).containsExactly("b", "a", "c");
        assertThat(found("deploy", "", "")).containsExactly("a", "c");
        assertThat(found("", Optional.empty(), "", "", 2)).containsExactly("b", "a");
        assertThat(found("none", "", "")).isEmpty();
    }

    @Test
    void nodesAndRunsAreCountedAndSearchedFor() {
        event("a", "deploy", 1);
        event("b", "deploy", 2);
        ran("a", "n1", true);
        ran("a", "n2", true);
        ran("b", "n1", false);
        pictures.put(new Key.Receipt("b", "n3"), new Value.Receipt("b", "n3", 0, "no trigger"));
        var all = history.search(new UserEvents.Search("", Optional.empty(), "", "", 100));
        assertThat(all.value()).extracting(UserEvents.Past::nodes).containsExactly(2, 2);
        assertThat(all.value())
                .extracting(UserEvents.Past::runs)
                .extracting(Map::copyOf)
                .containsExactly(Map.of("running", 1), Map.of("succeeded", 2));
        assertThat(found("", "N2", "")).containsExactly("a");
        assertThat(found("", "n3", "")).containsExactly("b");
        assertThat(found("", "", "running")).containsExactly("b");
        assertThat(found("", "n2", "running")).isEmpty();
    }

    @Test
    void anEventIsFoundSinceTheInstantItWasFired() {
        event("a", "deploy", 1);
        assertThat(found("", Optional.of(Instant.EPOCH), "", "", 9)).containsExactly("a");
        assertThat(found("", Optional.of(Instant.EPOCH.plusNanos(1)), "", "", 9))
                .isEmpty();
    }

    @Test
    void aSearchMayBeByLogicalTimeAndEndBeforeATimeOrAnEvent() {
        event("a", "deploy", 1);
        event("b", "deploy", 2);
        event("c", "deploy", 3);
        assertThat(ids(Optional.empty(), "", 1)).containsExactly("c", "b");
        assertThat(ids(Optional.empty(), "", 3)).isEmpty();
        assertThat(ids(Optional.empty(), "b", 0)).containsExactly("a");
        assertThat(ids(Optional.of(Instant.EPOCH), "", 0)).isEmpty();
        assertThat(ids(Optional.of(Instant.EPOCH.plusNanos(1)), "", 0)).hasSize(3);
    }

    private List<String> ids(Optional<Instant> before, String beforeId, long after) {
        return history
                .search(new UserEvents.Search("", Optional.empty(), before, beforeId, after, "", "", 9))
                .value()
                .stream()
                .map(past -> past.event().id())
                .toList();
    }

    @Test
    void whatAServerHoldsBeyondTheBoundIsNotShown() {
        for (var i = 1; i <= 8; i++) {
            event("e" + i, "deploy", i);
        }
        assertThat(found("", "", "")).containsExactly("e8", "e7", "e6", "e5", "e4");
    }

    @Test
    void theIndexMovesWithWhatComesOfAnEvent() {
        event("a", "deploy", 1);
        var before = history.search(new UserEvents.Search("", Optional.empty(), "", "", 9));
        ran("a", "n1", true);
        var after = history.search(new UserEvents.Search("", Optional.empty(), "", "", 9));
        assertThat(after.index()).isGreaterThan(before.index());
        assertThat(after.value()).isNotEqualTo(before.value());
    }
}
