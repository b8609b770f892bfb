package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.Audit;
import engine.http.Context;
import engine.http.UserEvents.Purged;
import engine.http.UserEvents.Search;
import engine.state.Key;
import engine.state.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class EventPurgeTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Context FROM = new Context("", "", Context.Consistency.DEFAULT, Instant.MAX, "10.0.0.9");

    private final FakeStore store = new FakeStore(KIT);
    private final KeptRollouts rollouts = new KeptRollouts(store.pictures.published());
    private final EventPurge purge = new EventPurge(
            store.pictures.published(), rollouts, _ -> Set.of("n1"), store.writes, InstantSource.fixed(NOW));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void event(String id, String name, Instant firedAt) {
        store.pictures.put(
                new Key.Event(id),
                new Value.Event(id, name, ByteString.emptyByteString(), "", "", "", 7, firedAt, "n1"));
    }

    private void ran(String id, boolean ended) {
        store.pictures.put(new Key.Receipt(id, "n1"), new Value.Receipt(id, "n1", 1, ""));
        store.pictures.put(new Key.Run(id, "n1", "t"), Records.run(id, "n1", "t", ended));
    }

    private static Search all(String name) {
        return new Search(name, Optional.empty(), "", "", Integer.MAX_VALUE);
    }

    private Purged purge(Search search) throws Exception {
        return FakeStore.get(purge.purge(search, "f0", 99, "n1", FROM));
    }

    private List<String> left() {
        return store.pictures.published().current().events().list().stream()
                .map(Value.Event::id)
                .toList();
    }

    @Test
    void whatIsMeantGoesWithAllThatCameOfItAndTheRestStays() throws Exception {
        event("e1", "deploy", NOW.minusSeconds(3600));
        ran("e1", true);
        event("e2", "restart", NOW.minusSeconds(3600));
        ran("e2", true);
        assertThat(purge(all("deploy"))).isEqualTo(new Purged(1, 0));
        assertThat(left()).containsExactly("e2", "f0");
        assertThat(store.written())
                .contains(new Key.Run("e1", "n1", "t"), new Key.Receipt("e1", "n1"), new Key.Event("e1"));
    }

    @Test
    void whatIsNotOverStaysAndIsCounted() throws Exception {
        event("running", "deploy", NOW.minusSeconds(3600));
        ran("running", false);
        event("announced", "deploy", NOW.minusSeconds(3600));
        store.pictures.put(new Key.Receipt("announced", "n1"), new Value.Receipt("announced", "n1", 1, ""));
        event("untold", "deploy", NOW.minusSeconds(59));
        event("told", "deploy", NOW.minusSeconds(59));
        ran("told", true);
        event("silent", "deploy", NOW.minusSeconds(60));
        assertThat(purge(all("deploy"))).isEqualTo(new Purged(2, 3));
        assertThat(left()).containsExactlyInAnyOrder("running", "announced", "untold", "f0");
    }

    @Test
    void aDeletionIsInTheAuditAndIsNotDeletedItself() throws Exception {
        event("e1", "deploy", NOW.minusSeconds(3600));
        purge(all(""));
        assertThat(purge(all(""))).isEqualTo(new Purged(0, 0));
        var trail = new AuditTrail(store.pictures.published(), rollouts)
                .entries(new Audit.Search("purge", Optional.empty(), 10))
                .value();
        assertThat(trail).hasSize(1);
        assertThat(trail.getFirst().what()).isEqualTo("purge of 1 event: all");
        assertThat(trail.getFirst().from()).isEqualTo("10.0.0.9");
        assertThat(trail.getFirst().result()).isEqualTo("succeeded");
    }

    @Test
    void whereNothingIsMeantNothingIsWritten() throws Exception {
        event("e1", "deploy", NOW.minusSeconds(3600));
        assertThat(purge(all("other"))).isEqualTo(new Purged(0, 0));
        assertThat(left()).containsExactly("e1");
    }

    @Test
    void manyGoInSeveralWrites() throws Exception {
        IntStream.range(0, 3_000).forEach(i -> event("e" + i, "deploy", NOW.minusSeconds(3600)));
        assertThat(purge(all("deploy"))).isEqualTo(new Purged(3_000, 0));
        assertThat(left()).containsExactly("f0");
    }
}
