package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OverlayTest {
    private static final Stored<Value.Kv> LOCKED =
            new Stored<>(new Value.Kv(ByteString.fromString("old"), 1, 3, "session", 99), 5, 7, 8);

    private static Overlay overlay(@Nullable ByteString bytes, long basedOn) {
        return new Overlay(new Value.Overlay(bytes, 2, basedOn, "s1"), new Stamp(1, "s1"), false, 11);
    }

    @Test
    void theLockAndTheIndexesStayAndTheTimeToLiveDoesNot() {
        var bytes = ByteString.fromString("new");
        assertThat(overlay(bytes, 7).over(LOCKED))
                .isEqualTo(new Stored<>(new Value.Kv(bytes, 2, 3, "session", 0), 5, 7, 11));
    }

    @Test
    void whatTheMajorityDoesNotHaveIsSeenAsItWasWritten() {
        var bytes = ByteString.fromString("new");
        assertThat(overlay(bytes, 0).over(null)).isEqualTo(new Stored<>(new Value.Kv(bytes, 2), 0, 0, 11));
    }

    @Test
    void aDeletionIsSeenAsNone() {
        assertThat(overlay(null, 7).over(LOCKED)).isNull();
    }
}
