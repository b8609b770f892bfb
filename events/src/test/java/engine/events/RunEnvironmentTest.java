package engine.events;

import static engine.events.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class RunEnvironmentTest {

    @Test
    void saysWhatRunsAndWhy() {
        assertThat(of(ByteString.fromString("1.4.2 ü")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ENGINE_EVENT_ID", "id",
                        "ENGINE_EVENT_NAME", "deploy",
                        "ENGINE_EVENT_PAYLOAD", "1.4.2 ü",
                        "ENGINE_EVENT_LTIME", "7",
                        "ENGINE_EVENT_FIRED_BY", "db1",
                        "ENGINE_NODE", "web1",
                        "ENGINE_TRIGGER", "t"));
    }

    @Test
    void anEmptyPayloadIsAnEmptyVariable() {
        assertThat(of(ByteString.emptyByteString())).containsEntry("ENGINE_EVENT_PAYLOAD", "");
    }

    @Test
    void aPayloadThatIsNotTextIsAbsent() {
        assertThat(of(ByteString.fromInts(0xc3, 0x28))).doesNotContainKey("ENGINE_EVENT_PAYLOAD");
        assertThat(of(ByteString.fromString("a\0b"))).doesNotContainKey("ENGINE_EVENT_PAYLOAD");
    }

    @Test
    void aPayloadTooLongForAVariableIsAbsent() {
        var most = ByteString.fromArray(new byte[RunEnvironment.MAX_PAYLOAD]).map(_ -> (byte) 'a');
        assertThat(of(most)).containsKey("ENGINE_EVENT_PAYLOAD");
        assertThat(of(most.concat(ByteString.fromString("a")))).doesNotContainKey("ENGINE_EVENT_PAYLOAD");
    }

    private static Map<String, String> of(ByteString payload) {
        return RunEnvironment.of(new Event("id", "deploy", payload, "", "", "", 7, T0, "db1"), "web1", "t");
    }
}
