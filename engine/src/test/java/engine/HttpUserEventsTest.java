package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.cluster.ClusterView;
import engine.config.Settings;
import engine.events.EventIds;
import engine.events.LamportClock;
import engine.http.Context;
import engine.http.Refusal;
import engine.http.UserEvents;
import engine.state.EventBound;
import engine.state.Key;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpUserEventsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Duration DAY = Duration.ofDays(1);
    private static final Context FROM_HERE = new Context("", "", Context.Consistency.DEFAULT, Instant.MAX, "10.0.0.9");

    private final FakeStore store = new FakeStore(KIT);
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    private final LamportClock lamport = new LamportClock();
    private final Set<String> alive = new HashSet<>();
    private final HttpUserEvents events = new HttpUserEvents(
            "n1",
            () -> new Settings.Events(10, 1, 1, DAY, DAY, 1, DAY),
            store.pictures.published(),
            elsewhere,
            _ -> alive,
            store.writes,
            EventIds.of(InstantSource.fixed(NOW)),
            lamport,
            InstantSource.fixed(NOW),
            KeyedFirings.of(store.pictures.published()),
            new EventHistory(store.pictures.published(), new EventBound(1_000)),
            new EventMatch(
                    store.pictures.published(),
                    new Members(
                            store.pictures.published(), () -> ClusterView.none("10.0.0.1:8300", 1), Optional::empty)),
            new EventPurge(
                    store.pictures.published(),
                    new KeptRollouts(store.pictures.published()),
                    _ -> alive,
                    store.writes,
                    InstantSource.fixed(NOW)));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static UserEvents.Firing firing(String name, String payload, String node, String service, String tag) {
        return new UserEvents.Firing(
                name,
                ByteString.fromString(payload),
                new UserEvents.Filters(node, service, tag, Map.of()),
                Optional.empty());
    }

    private UserEvents.Event fire(String name, String payload) throws Exception {
        return FakeStore.get(events.fire(firing(name, payload, "", "", ""), FakeStore.CONTEXT))
                .event();
    }

    @Test
    void aFiredEventIsWrittenAndTellsWhoWhenAndItsPlaceInTheOrder() throws Exception {
        lamport.observe(41);
        var event = fire("deploy", "1.4.2");
        assertThat(event)
                .isEqualTo(new UserEvents.Event(
                        event.id(),
                        "deploy",
                        ByteString.fromString("1.4.2"),
                        "",
                        "",
                        "",
                        42,
                        NOW,
                        "n1",
                        Map.of(),
                        DAY,
                        "",
                        "",
                        "",
                        Duration.ZERO));
        assertThat(store.written()).containsExactly(new Key.Event(event.id()));
        assertThat(events.list().value()).containsExactly(event);
        assertThat(fire("deploy", "").id()).isGreaterThan(event.id());
    }

    @Test
    void anEventTellsWhoFiredItThroughWhichAgentForWhichNodesAndHowLong() throws Exception {
        var firing = new UserEvents.Firing(
                "deploy",
                ByteString.emptyByteString(),
                new UserEvents.Filters("", "", "", Map.of("zone", "^a$")),
                Optional.of(Duration.ofMinutes(10)));
        var here = FakeStore.get(events.fire(firing, FROM_HERE)).event();
        assertThat(here.firedBy()).isEqualTo("n1");
        assertThat(here.firedFrom()).isEqualTo("10.0.0.9");
        assertThat(here.metaFilters()).isEqualTo(Map.of("zone", "^a$"));
        assertThat(here.ttl()).isEqualTo(Duration.ofMinutes(10));
        var handedOn = new Context("", "", Context.Consistency.DEFAULT, Instant.MAX, "10.0.0.9", "client1");
        assertThat(FakeStore.get(events.fire(firing, handedOn)).event().firedBy())
                .isEqualTo("client1");
        assertThat(events.list().value().getFirst()).isEqualTo(here);
    }

    private UserEvents.Fired keyed(String name, String key, Duration window) throws Exception {
        return FakeStore.get(events.fire(
                new UserEvents.Firing(
                        name,
                        ByteString.emptyByteString(),
                        new UserEvents.Filters("", "", "", Map.of()),
                        Optional.empty(),
                        Optional.of(new UserEvents.DeduplicationKey(key, Optional.of(window)))),
                FROM_HERE));
    }

    @Test
    void ofTheSameEventOneIsFiredWithinTheWindow() throws Exception {
        var minute = Duration.ofMinutes(1);
        var first = keyed("deploy", "a", minute);
        assertThat(first.duplicate()).isFalse();
        assertThat(first.event().key()).isEqualTo("a");
        assertThat(first.event().keyWindow()).isEqualTo(minute);
        assertThat(keyed("deploy", "a", minute)).isEqualTo(new UserEvents.Fired(first.event(), true));
        assertThat(events.list().value()).hasSize(1);
        assertThat(keyed("deploy", "b", minute).duplicate()).isFalse();
        assertThat(keyed("restart", "a", minute).duplicate()).isFalse();
        fire("deploy", "");
        assertThat(events.list().value()).hasSize(4);
    }

    @Test
    void whatAnotherServerFiredCountsUntilTheWindowIsOver() throws Exception {
        var event = new Value.Event(
                        "e1", "deploy", ByteString.emptyByteString(), "", "", "", 1, NOW.minusSeconds(60), "n2")
                .keyed("a", 1_000);
        store.pictures.put(new Key.Event("e1"), event);
        assertThat(keyed("deploy", "a", Duration.ofSeconds(60)).duplicate()).isFalse();
        assertThat(keyed("deploy", "a", Duration.ofSeconds(61)).duplicate()).isTrue();
    }

    @Test
    void aKeyOrWindowThatIsNoneIsRefused() {
        assertThatThrownBy(() -> keyed("deploy", "", Duration.ofSeconds(1)))
                .cause()
                .hasMessage("User event key has 0 bytes, it must have 1 to 128");
        assertThatThrownBy(() -> keyed("deploy", "a", Duration.ofHours(25)))
                .cause()
                .hasMessage("User event key window must be 1s to 24h");
    }

    @Test
    void aTimeToLiveOfLessThanASecondIsRefused() {
        var firing = new UserEvents.Firing(
                "deploy",
                ByteString.emptyByteString(),
                new UserEvents.Filters("", "", "", Map.of()),
                Optional.of(Duration.ofMillis(999)));
        assertThatThrownBy(() -> FakeStore.get(events.fire(firing, FROM_HERE)))
                .cause()
                .hasMessage("User event ttl must be at least 1s");
    }

    @ParameterizedTest
    @CsvSource({"deploy,12345678901,'','',''", "'','','','',''", "d,'','(','',''", "d,'','',')',''", "d,'','','','['"})
    void whatCannotBeAnEventIsRefusedWithASentence(
            String name, String payload, String node, String service, String tag) {
        var fired = events.fire(firing(name, payload, node, service, tag), FakeStore.CONTEXT);
        assertThatThrownBy(() -> FakeStore.get(fired))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400))
                .message()
                .isNotBlank();
        assertThat(store.pictures.published().current().index()).isEqualTo(1);
    }

    @Test
    void theListShowsTheLatestAndNoneThatDoNotConcernThisNode() {
        for (var i = 1; i <= 300; i++) {
            var id = "e%03d".formatted(i);
            store.pictures.put(new Key.Event(id), Records.event(id, "deploy", i));
        }
        elsewhere.add("e300");
        var list = events.list().value();
        assertThat(list).hasSize(256);
        assertThat(list.getFirst().id()).isEqualTo("e044");
        assertThat(list.getLast().id()).isEqualTo("e299");
    }

    @Test
    void runsAreCompleteOnlyWhenAllThatWereAnnouncedAreOver() {
        assertThat(events.runs("e1").value()).isEmpty();
        store.pictures.put(new Key.Event("e1"), Records.event("e1", "deploy", 1));
        assertThat(complete()).describedAs("no word from any node").isFalse();
        receipt(2, "");
        assertThat(complete()).describedAs("no run yet").isFalse();
        run("a", true);
        assertThat(complete()).describedAs("one of two").isFalse();
        run("b", false);
        assertThat(complete()).describedAs("one still runs").isFalse();
        run("b", true);
        assertThat(complete()).isTrue();
    }

    @Test
    void runsAreCompleteOnlyWhenEveryAgentThatIsThereHasTold() {
        alive.addAll(Set.of("n1", "n2"));
        store.pictures.put(new Key.Event("e1"), Records.event("e1", "deploy", 1));
        receipt(0, "no trigger for event 'deploy'");
        assertThat(complete()).isFalse();
        assertThat(events.runs("e1").value().orElseThrow().waiting()).containsExactly("n2");
        store.pictures.put(new Key.Receipt("e1", "N2"), new Value.Receipt("e1", "N2", 0, "elsewhere"));
        assertThat(complete()).isTrue();
    }

    @Test
    void aNodeThatRunsNothingSaysWhyAndIsComplete() {
        store.pictures.put(new Key.Event("e1"), Records.event("e1", "deploy", 1));
        receipt(0, "no trigger for event 'deploy'");
        assertThat(complete()).isTrue();
        assertThat(events.runs("e1").value().orElseThrow().receipts())
                .containsExactly(new UserEvents.Receipt("n1", 0, "no trigger for event 'deploy'"));
    }

    private void receipt(int triggers, String reason) {
        store.pictures.put(new Key.Receipt("e1", "n1"), new Value.Receipt("e1", "n1", triggers, reason));
    }

    private void run(String trigger, boolean ended) {
        store.pictures.put(new Key.Run("e1", "n1", trigger), Records.run("e1", "n1", trigger, ended));
    }

    private boolean complete() {
        return events.runs("e1").value().orElseThrow().complete();
    }
}
