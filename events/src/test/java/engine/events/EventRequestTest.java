package engine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventRequestTest {
    private static final ByteString PAYLOAD = ByteString.fromString("1.4.2");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''     | ''  | ''  | ''  | User event missing name
            deploy | ''  | ''  | v1  | Cannot provide tag filter without service filter
            deploy | (   | ''  | v1  | Cannot provide tag filter without service filter
            deploy | (   | ''  | ''  | Invalid node filter: error parsing regexp: missing closing ): `(`
            deploy | ''  | a** | ''  | Invalid service filter: error parsing regexp: invalid nested repetition operator: `**`
            deploy | ''  | web | [b-a] | Invalid tag filter: error parsing regexp: invalid character class range: `b-a`
            """)
    void refusesWithConsulsSentence(String name, String node, String service, String tag, String sentence) {
        assertThatThrownBy(() -> EventRequest.of(name, PAYLOAD, node, service, tag, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void theNameIsLimitedInBytes() {
        assertThatCode(() -> of("ä".repeat(128), PAYLOAD, 100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> of("ä".repeat(128) + "x", PAYLOAD, 100))
                .hasMessage("User event name has 257 bytes, the limit is 256");
    }

    @Test
    void theNameHasNoControlCharacters() {
        assertThatThrownBy(() -> of("de\0ploy", PAYLOAD, 100))
                .hasMessage("User event name must not contain control characters");
    }

    @Test
    void thePayloadIsLimitedAsTheCallerSays() {
        assertThatCode(() -> of("deploy", PAYLOAD, 5)).doesNotThrowAnyException();
        assertThatThrownBy(() -> of("deploy", PAYLOAD, 4)).hasMessage("User event payload has 5 bytes, the limit is 4");
    }

    @Test
    void becomesTheEventThatIsFired() {
        var fired = EventRequest.of("deploy", PAYLOAD, "n", "s", "t", 100).fired("id", 3, Instant.EPOCH, "web1");

        assertThat(fired).isEqualTo(new Event("id", "deploy", PAYLOAD, "n", "s", "t", 3, Instant.EPOCH, "web1"));
    }

    @Test
    void anEventAsTextHidesItsPayload() {
        var fired = of("deploy", ByteString.fromString("secret"), 100).fired("id", 3, Instant.EPOCH, "web1");

        assertThat(fired).hasToString("Event[id 'deploy' by web1, 6 bytes]");
    }

    private static EventRequest of(String name, ByteString payload, int maxPayload) {
        return EventRequest.of(name, payload, "", "", "", maxPayload);
    }
}
