package engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import engine.process.StartArchive.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartArchiveTest {

    private static final String READ_ONLY = "802efe000-8067a5000 r--p 02efd000 08:01 99 /opt/engine/agent.aot";

    @Test
    void whatIsAsInTheFileIsGivenBack() {
        assertThat(StartArchive.unchanged(List.of(
                        "800001000-802efe000 rw-p 00001000 08:01 99 /opt/engine/agent.aot",
                        "Anonymous:         46284 kB",
                        READ_ONLY,
                        "Rss:               58008 kB",
                        "Anonymous:             0 kB",
                        "Swap:                  0 kB",
                        "7f80d1f10000-7f80d1fb0000 r--p 00000000 08:01 98 /lib/libc.so.6",
                        "Anonymous:             0 kB")))
                .containsExactly(new Mapping(0x802efe000L, 0x8067a5000L));
    }

    /** What the JVM has changed there before it made it read-only would be lost. */
    @Test
    void whatIsChangedStays() {
        assertThat(StartArchive.unchanged(List.of(READ_ONLY, "Anonymous:             4 kB")))
                .isEmpty();
        assertThat(StartArchive.unchanged(List.of(READ_ONLY, "Swap:                 12 kB", "Anonymous: 0 kB")))
                .isEmpty();
    }

    @Test
    void withoutAnArchiveNothingHappens() {
        new StartArchive().giveBack();
    }
}
