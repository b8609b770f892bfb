package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two events that are the same thing, as one node sees them. */
final class DeduplicationTest {
    private static final ActorTestKit kit = ActorTestKit.create();
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Event keyed(String id, String key, String nodeFilter, Instant firedAt) {
        return new Event(
                id,
                "deploy",
                ByteString.emptyByteString(),
                nodeFilter,
                "",
                "",
                1,
                firedAt,
                "n",
                Map.of(),
                Duration.ZERO,
                "",
                0,
                Optional.empty(),
                Optional.of(new DeduplicationKey(key, WINDOW)));
    }

    @Test
    void aNodeRunsOneOfThemAndSaysOfTheOtherWhatItIs() {
        node.define(Fixtures.trigger("t"));
        node.deliver(keyed("1", "k", "", Fixtures.T0));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t 1 queued");
        assertThat(node.recorded()).isEqualTo("t 1 running");
        node.deliver(keyed("2", "k", "", Fixtures.T0.plusSeconds(599)));
        var other = node.receipt();
        assertThat(other.triggers()).isZero();
        assertThat(other.reason()).isEqualTo("duplicate of 1 (key 'k')");
    }

    @Test
    void oneThatRanNothingHereLeavesItsKeyToTheOther() {
        node.define(Fixtures.trigger("t"));
        node.deliver(keyed("1", "k", "^other$", Fixtures.T0));
        assertThat(node.receipt().triggers()).isZero();
        node.deliver(keyed("2", "k", "", Fixtures.T0));
        assertThat(node.receipt().triggers()).isEqualTo(1);
    }

    @Test
    void outsideOfTheWindowAndWithAnotherKeyBothRun() {
        node.define(Fixtures.trigger("t"));
        node.deliver(keyed("1", "k", "", Fixtures.T0));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t 1 queued");
        assertThat(node.recorded()).isEqualTo("t 1 running");
        node.deliver(keyed("2", "other", "", Fixtures.T0));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t 2 queued");
        node.deliver(keyed("3", "k", "", Fixtures.T0.plus(WINDOW)));
        assertThat(node.receipt().triggers()).isEqualTo(1);
    }

    @Test
    void aKeyHasOneTo128BytesAndItsWindowOneSecondToADay() {
        var minute = Duration.ofMinutes(1);
        assertThatCode(() -> new DeduplicationKey("é".repeat(64), Duration.ofHours(24)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new DeduplicationKey("é".repeat(64) + "e", minute))
                .hasMessage("User event key has 129 bytes, it must have 1 to 128");
        assertThatThrownBy(() -> new DeduplicationKey("", minute)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> new DeduplicationKey("a\nb", minute)).hasMessageContaining("control characters");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 86_400_001})
    void aWindowThatIsTooShortOrTooLongIsRefused(long millis) {
        assertThatThrownBy(() -> new DeduplicationKey("a", Duration.ofMillis(millis)))
                .hasMessage("User event key window must be 1s to 24h");
    }
}
