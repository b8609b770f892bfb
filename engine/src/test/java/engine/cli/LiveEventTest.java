package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a terminal shows of an event while it is waited for. */
final class LiveEventTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Shell terminal(Map<String, String> environment) {
        return new Shell(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                environment,
                false,
                (_, _) -> {},
                true);
    }

    /** What is left on a screen that knows "up" and "clear to the end". */
    private List<String> screen() {
        var lines = new ArrayList<String>();
        for (var part : out.toString(StandardCharsets.UTF_8).split("(?=\u001b\\[\\d+A\u001b\\[J)")) {
            var text = part;
            if (part.startsWith("\u001b[")) {
                int up = Integer.parseInt(part.substring(2, part.indexOf('A')));
                lines.subList(lines.size() - up, lines.size()).clear();
                text = part.substring(part.indexOf('J') + 1);
            }
            lines.addAll(text.lines().toList());
        }
        return lines;
    }

    @Test
    void whatIsOpenIsDrawnAnewBelowWhatStays() {
        var live = new LiveLines(terminal(Map.of()));
        live.draw("first\n", List.of(List.of("a", "t", "running"), List.of("bb", "-", "no word yet")), "0 of 2");
        assertThat(screen()).containsExactly("first", "a   t  running", "bb  -  no word yet", "0 of 2");
        live.draw("a done\n", List.of(List.of("bb", "-", "no word yet")), "1 of 2");
        assertThat(screen()).containsExactly("first", "a done", "bb  -  no word yet", "1 of 2");
        live.draw("bb done\n", List.of(), "");
        assertThat(screen()).containsExactly("first", "a done", "bb done");
    }

    @Test
    void linesAndRowsAreNoMoreThanATerminalHolds() {
        var rows = new ArrayList<List<String>>();
        for (var i = 0; i < 30; i++) {
            rows.add(List.of("n" + i, "x".repeat(200)));
        }
        new LiveLines(terminal(Map.of("COLUMNS", "40"))).draw("", rows, "0 of 30");
        assertThat(screen()).hasSize(14).allMatch(line -> line.length() < 40);
        assertThat(screen()).element(12).isEqualTo("... and 18 more");
    }

    @Test
    void anEventShowsHowManyNodesAreDoneUntilAllAre() throws Exception {
        try (var agent = new FakeAgent()) {
            agent.answer("/v1/event/fire/deploy", "{\"ID\":\"id-1\"}")
                    .answer("/v1/event/runs/id-1", 200, """
                            {"Complete":false,"Receipts":[{"Node":"a","Triggers":1}],
                             "Runs":[{"Node":"a","Trigger":"t","Status":"running"}],"Waiting":["b"]}""", Map.of("X-Consul-Index", "5"))
                    .answer("/v1/event/runs/id-1", 200, """
                            {"Complete":true,"Receipts":[{"Node":"a","Triggers":1},{"Node":"b","Triggers":0,"Reason":"none"}],
                             "Runs":[{"Node":"a","Trigger":"t","Status":"succeeded","ExitCode":0,"DurationMs":7}]}""", Map.of());
            var shell = terminal(Map.of("CONSUL_HTTP_ADDR", agent.address()));
            assertThat(Main.run(List.of("event", "deploy"), shell)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("a  t  running\nb  -  no word yet\n0 of 2 nodes done  ");
            assertThat(screen())
                    .containsExactly(
                            "Event deploy id-1",
                            "b  runs nothing: none",
                            "a  t  succeeded  exit 0  7 ms",
                            "1 succeeded; 1 node had nothing to run.");
        }
    }
}
