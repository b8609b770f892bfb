package engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import engine.process.FilePages.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilePagesTest {

    private static final String READ_ONLY = "802efe000-8067a5000 r--p 02efd000 08:01 99 /opt/engine/agent.aot";

    @Test
    void whatIsAsInTheFileIsGivenBack() {
        assertThat(FilePages.unchanged(List.of(
                        "800001000-802efe000 rw-p 00001000 08:01 99 /opt/engine/agent.aot",
                        "Anonymous:         46284 kB",
                        READ_ONLY,
                        "Rss:               58008 kB",
                        "Anonymous:             0 kB",
                        "Swap:                  0 kB",
                        "7f80d1000000-7f80d2000000 r-xp 00000000 08:01 98 /opt/jdk/lib/server/libjvm.so",
                        "Anonymous:             0 kB",
                        "7f80d2000000-7f80d2100000 rw-p 00000000 08:01 98 /opt/jdk/lib/server/libjvm.so",
                        "Anonymous:             0 kB",
                        "7f80d3000000-7f80d3200000 r-xp 00000000 08:01 97 /lib/libc.so.6",
                        "7f80d4000000-7f80d40ff000 r-xp 00000000 08:01 96 /lib/small.so",
                        "7f80d5000000-7f80d5200000 r-xp 00000000 08:01 95 /lib/replaced.so (deleted)",
                        "7f80d6000000-7f80d6200000 r--p 00000000 00:00 0")))
                .containsExactly(
                        new Mapping(0x802efe000L, 0x8067a5000L),
                        new Mapping(0x7f80d1000000L, 0x7f80d2000000L),
                        new Mapping(0x7f80d3000000L, 0x7f80d3200000L));
    }

    /** What the JVM has changed there before it made it read-only would be lost. */
    @Test
    void whatIsChangedStays() {
        assertThat(FilePages.unchanged(List.of(READ_ONLY, "Anonymous:             4 kB")))
                .isEmpty();
        assertThat(FilePages.unchanged(List.of(READ_ONLY, "Swap:                 12 kB", "Anonymous: 0 kB")))
                .isEmpty();
    }

    /** The JVM that runs this goes on with its own code mapped anew, page by page. */
    @Test
    void whatIsGivenBackOfTheJvmIsThereWhenItIsNeeded() {
        var pages = new FilePages();
        for (var i = 0; i < 3; i++) {
            pages.giveBack();
            System.gc();
        }
        assertThat(List.of("a", "b").stream().map(String::toUpperCase)).containsExactly("A", "B");
    }
}
