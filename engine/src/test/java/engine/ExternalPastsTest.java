package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.local.CheckPast;
import engine.state.Finding;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExternalPastsTest {
    private static final Key.Check CHECK = new Key.Check("printer", "lp");
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final FakeDisk disk = new FakeDisk();
    private final Pictures pictures = new Pictures();
    private ExternalPasts pasts = ExternalPasts.start(disk, pictures.published());

    @BeforeEach
    void thePrinterHasNoAgent() {
        put(pictures, "printer", Map.of(Finding.EXTERNAL_NODE, "true"));
    }

    private static void put(Pictures pictures, String node, Map<String, String> meta) {
        pictures.put(new Key.Node(node), new Value.Node("", node, "10.0.0.9", null, meta));
    }

    private void found(String node, String status, int second) {
        pictures.put(
                new Key.Check(node, "LP"),
                new Value.Check(
                        node, "LP", "it prints", status, "", status + "!", "", "", List.of(), "tcp", at(second)));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private List<String> seen() {
        return told(pasts.of("Printer", "lp"));
    }

    private static List<String> told(CheckPast past) {
        return past.last().stream()
                .map(each -> "%s %s %s %s"
                        .formatted(each.at(), each.from().text(), each.to().text(), each.output()))
                .toList();
    }

    private static String change(int second, String from, String to) {
        return "%s %s %s %s!".formatted(at(second), from, to, to);
    }

    @Test
    void eachChangeOfStatusIsOneAndAnotherOutputIsNone() {
        found("printer", "critical", 1);
        assertThat(pasts.of("printer", "LP")).isEqualTo(CheckPast.NONE);
        found("printer", "passing", 2);
        pictures.put(
                CHECK,
                new Value.Check("printer", "LP", "it prints", "passing", "", "other", "", "", List.of(), "tcp", at(2)));
        found("printer", "warning", 3);
        assertThat(seen()).containsExactly(change(2, "critical", "passing"), change(3, "passing", "warning"));
        assertThat(pasts.of("printer", "LP").changes()).isEqualTo(2);
    }

    @Test
    void checksOfAgentsAreNotForIt() {
        put(pictures, "web1", Map.of());
        found("web1", "critical", 1);
        found("web1", "passing", 2);
        assertThat(pasts.of("web1", "lp")).isEqualTo(CheckPast.NONE);
    }

    @Test
    void whatWasSeenOutlivesARestartAndWhatChangedMeanwhileIsOneChange() {
        found("printer", "critical", 1);
        found("printer", "passing", 2);
        var before = seen();

        var same = ExternalPasts.start(disk.restart(), pictures.published());
        assertThat(told(same.of("printer", "lp"))).isEqualTo(before);

        var later = new Pictures();
        put(later, "printer", Map.of(Finding.EXTERNAL_NODE, "true"));
        later.put(
                CHECK,
                new Value.Check("printer", "LP", "", "critical", "", "critical!", "", "", List.of(), "tcp", at(9)));
        pasts = ExternalPasts.start(disk, later.published());
        assertThat(seen()).containsExactly(before.getFirst(), change(9, "passing", "critical"));
        assertThat(told(ExternalPasts.start(disk, later.published()).of("printer", "lp")))
                .as("it is the same change, seen again")
                .isEqualTo(seen());
    }

    @Test
    void aCheckThatIsDeregisteredTakesItsPastAlong() {
        found("printer", "critical", 1);
        found("printer", "passing", 2);
        pictures.delete(CHECK);
        assertThat(seen()).isEmpty();

        found("printer", "passing", 3);
        found("printer", "critical", 4);
        assertThat(seen()).containsExactly(change(4, "passing", "critical"));
        assertThat(ExternalPasts.start(disk, new Pictures().published()).of("printer", "lp"))
                .as("it went while this server was away")
                .isEqualTo(CheckPast.NONE);
    }
}
