package engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Status;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LocalCheckTest {
    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00.000000001Z");
    private static final Value.Check VALUE =
            new Value.Check("n", "c", "c", "passing", "", "1", "", "", List.of(), "ttl", THEN);
    private static final LocalCheck CHECK = new LocalCheck(VALUE, VALUE, Optional.empty(), false);

    @Test
    void aStatusIsSinceItBeganWhateverTheOutput() {
        var later = THEN.plusSeconds(5);
        assertThat(CHECK.found(Status.PASSING, "2", later).value().since()).isEqualTo(THEN);
        assertThat(CHECK.found(Status.WARNING, "2", later).value().since()).isEqualTo(later);
        assertThat(CHECK.found(Status.WARNING, "2", later).toldAll().state())
                .isEqualTo(new CheckState(Status.WARNING, "2", later));
    }
}
