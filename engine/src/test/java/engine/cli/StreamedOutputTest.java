package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamedOutputTest {
    private final StreamedOutput streamed = new StreamedOutput();

    private String news(String output, long dropped) {
        return streamed.news("e", run("web1", output, dropped), false);
    }

    private String rest(String output, long dropped) {
        return streamed.news("e", run("web1", output, dropped), true);
    }

    private static Fields run(String node, String output, long dropped) {
        return new Fields(Map.of("Node", node, "Trigger", "engine:exec", "Output", output, "OutputDropped", dropped));
    }

    @Test
    void eachLineIsShownOnceAfterTheNameOfItsNode() {
        assertThat(news("one\ntwo\n", 0)).isEqualTo("web1: one\nweb1: two\n");
        assertThat(news("one\ntwo\n", 0)).isEmpty();
        assertThat(news("two\nzwölf\n", 4)).isEqualTo("web1: zwölf\n");
        assertThat(rest("zwölf\nend", 8)).isEqualTo("web1: end\n");
        assertThat(streamed.news("e", run("web2", "one\n", 0), false)).isEqualTo("web2: one\n");
    }

    @Test
    void aLineThatIsTheSameAgainIsShownAgain() {
        assertThat(news("y\ny\n", 0)).isEqualTo("web1: y\nweb1: y\n");
        assertThat(news("y\ny\n", 2)).isEqualTo("web1: y\n");
    }

    @Test
    void aLineWaitsForItsEndUnlessItIsLong() {
        assertThat(news("hal", 0)).isEmpty();
        assertThat(streamed.knows("e", run("web1", "", 0))).isFalse();
        assertThat(news("half a line\nand", 0)).isEqualTo("web1: half a line\n");
        assertThat(rest("half a line\nand no more", 0)).isEqualTo("web1: and no more\n");
        assertThat(streamed.news("f", run("web1", "x".repeat(2_000), 0), false)).startsWith("web1: xxx");
    }

    @Test
    void whatWasDroppedBeforeItCouldBeShownIsCounted() {
        assertThat(news("one\n", 0)).isEqualTo("web1: one\n");
        assertThat(news("last\n", 1_504)).isEqualTo("web1: ... (1,500 bytes not kept)\nweb1: last\n");
        assertThat(rest("", 1_510)).isEqualTo("web1: ... (1 byte not kept)\n");
    }

    @Test
    void aRunThatBeganAgainIsShownFromItsBeginning() {
        assertThat(news("a long first attempt\n", 0)).isNotEmpty();
        assertThat(news("second\n", 0)).isEqualTo("web1: second\n");
    }

    @Test
    void marksForTerminalsAreNotPassedOn() {
        assertThat(news("\u001b[31mred\n", 0)).isEqualTo("web1: ?[31mred\n");
    }
}
