package engine.sources;

import static engine.sources.Observing.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.events.Trigger.Source.Keys;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyObserverTest {
    private static final String CHANGES = """
            [{'Key': 'app/a', 'Operation': 'set', 'OldValue': null, 'Value': 'MQ==', 'Index': 57, 'Time': '2030-01-01T00:00:01Z'},
             {'Key': 'app/a', 'Operation': 'set', 'OldValue': 'MQ==', 'Value': 'Mg==', 'Index': 58, 'Time': '2030-01-01T00:00:02Z'},
             {'Key': 'app/ab', 'Operation': 'delete', 'OldValue': 'AP8=', 'Value': null, 'Index': 59, 'Time': '2030-01-01T00:00:03Z'},
             {'Key': '.engine/once/t/x', 'Operation': 'set', 'OldValue': null, 'Value': '', 'Index': 60, 'Time': '2030-01-01T00:00:03Z'}]
            """;

    private static Observing observing(String path, boolean prefix, String... operations) {
        return new Observing(KeyObserver.of(new Keys(path, prefix, Set.of(operations))));
    }

    @Test
    void whatIsThereWhenItBeginsIsNoNews() {
        var keys = observing("app/", true);
        assertThat(keys.observer.question()).contains("/v1/kv-changes/app/?consistent");
        assertThat(keys.sees(new Answer(200, "60", true, CHANGES.replace('\'', '"'))))
                .isEmpty();
        assertThat(keys.observer.question()).contains("/v1/kv-changes/app/?index=60&wait=60s");
        assertThat(keys.observer.position()).isEqualTo("60");
    }

    @Test
    void everyChangeIsNewsWithBothValues() {
        var keys = observing("", true);
        keys.sees("[]");
        var news = keys.sees(CHANGES);
        assertThat(texts(news)).containsExactly("key 'app/a': set", "key 'app/a': set", "key 'app/ab': delete");
        var second = news.get(1);
        assertThat(second.variables())
                .containsEntry("ENGINE_KV_KEY", "app/a")
                .containsEntry("ENGINE_KV_OPERATION", "set")
                .containsEntry("ENGINE_KV_OLD_VALUE", "1")
                .containsEntry("ENGINE_KV_VALUE", "2")
                .containsEntry("ENGINE_KV_INDEX", "58");
        assertThat(second.at()).isEqualTo(Instant.parse("2030-01-01T00:00:02Z"));
        assertThat(second.subject()).isEqualTo("kv/58/app/a");
        // What is no text is in the payload alone.
        assertThat(news.get(2).variables()).doesNotContainKeys("ENGINE_KV_OLD_VALUE", "ENGINE_KV_VALUE");
        assertThat(news.get(2).payload().utf8String()).contains("\"OldValue\":\"AP8=\"");
    }

    @Test
    void aKeyIsThatOneAlone() {
        var keys = observing("app/a", false);
        keys.sees("[]");
        assertThat(keys.sees(CHANGES)).hasSize(2);
    }

    @Test
    void onlyTheWantedOperationsAreNews() {
        var keys = observing("app/", true, "delete");
        keys.sees("[]");
        assertThat(texts(keys.sees(CHANGES))).containsExactly("key 'app/ab': delete");
    }

    @Test
    void itGoesOnWhereItWasBeforeARestart() {
        var keys = new Observing(observing("app/", true).observer.goingOn("56"));
        assertThat(keys.observer.question()).contains("/v1/kv-changes/app/?index=56&wait=60s");
        assertThat(keys.sees(CHANGES)).hasSize(3);
    }

    @Test
    void whatIsNoLongerKeptIsTold() {
        var observer = observing("app/", true).observer.goingOn("56");
        var step = observer.saw(new Answer(410, "", true, "gone"), Observing.T0);
        assertThat(step.warning()).isNotEmpty();
        assertThat(step.next().question()).contains("/v1/kv-changes/app/?consistent");
    }

    @Test
    void anErrorIsToldInTheWordsOfTheAnswer() {
        var observer = observing("app/", true).observer;
        assertThatThrownBy(() -> observer.saw(new Answer(500, "", false, "No cluster leader\n"), Observing.T0))
                .hasMessage("No cluster leader");
    }
}
