package engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import engine.metrics.Family;
import engine.metrics.HttpMeter;
import engine.metrics.Metrics;
import engine.state.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** docs/metrics.md names each metric as it is, and the dashboard none that is not there. */
final class DocumentedMetricsTest {
    private static final Path DOCS = Path.of("../docs");
    private static ActorTestKit kit;

    @BeforeAll
    static void begin() {
        kit = ActorTestKit.create();
        HttpMeter.of("PUT", "/v1/kv/");
        HttpMeter.of("PUT", "/v1/txn");
        HttpMeter.of("PUT", "/v1/session/create");
        HttpMeter.of("PUT", "/v1/session/renew/");
        HttpMeter.of("PUT", "/v1/catalog/register");
        HttpMeter.of("PUT", "/v1/catalog/deregister");
        var published = Published.from(1, List.of());
        Telemetry.begin("node", "1", published, () -> new Telemetry.Registered(0, Map.of()), kit.system());
        Telemetry.beginServer("dc1", published, () -> new Telemetry.Log(1, true, true, 1, 1, 1, 0), Map::of, () -> 0);
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    private static String row(Family<?> family) {
        var kind = family.name().endsWith("_total")
                ? "counter"
                : family.kind().name().toLowerCase(Locale.ROOT);
        return "| `%s` | %s | %s | %s |"
                .formatted(family.name(), kind, String.join(", ", family.labels()), family.help());
    }

    @Test
    void eachIsDocumentedAsItIs() throws IOException {
        var page = new HashSet<>(Files.readAllLines(DOCS.resolve("metrics.md")));
        var missing = new ArrayList<String>();
        for (var family : Metrics.ALL.families()) {
            if (!family.name().startsWith("consul.http.") && !page.contains(row(family))) {
                missing.add(row(family));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noOtherIsDocumented() throws IOException {
        var known =
                Metrics.ALL.families().stream().map(DocumentedMetricsTest::row).collect(Collectors.toSet());
        assertThat(Files.readAllLines(DOCS.resolve("metrics.md")))
                .filteredOn(line -> line.matches("\\| `[a-z]+[._].*` \\| (counter|gauge|timing) \\|.*"))
                .allMatch(known::contains);
    }

    @Test
    void theDashboardShowsWhatThereIs() throws IOException {
        Set<String> known = Metrics.ALL.families().stream()
                .map(family -> family.name().replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        var text = Files.readString(DOCS.resolve("grafana/engine.json"));
        new JsonMapper().readTree(text);
        var names = Pattern.compile("\\b(engine|process|jvm|consul)_[a-z_]+").matcher(text);
        var count = 0;
        while (names.find()) {
            count++;
            assertThat(known).contains(names.group().replaceAll("_(bucket|count|sum)$", ""));
        }
        assertThat(count).isGreaterThan(30);
    }
}
