package engine.recorded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import engine.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers that Consul 1.8.7 gave, a fresh one for each file, to requests of every endpoint with every parameter, good and bad. A
 * refusal is one here too: of the wrong request (4xx), whatever Consul calls it, and in its words where they were recorded. What is
 * otherwise on purpose was not recorded: docs/http.md tells of it.
 */
@Timeout(240)
final class RecordedAnswersTest {
    private static final Path FOLDER = Path.of("src/test/resources/engine/recorded");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> saved = new HashMap<>();

    static List<Path> areas() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("areas")
    void answersAreAsRecorded(Path area, @TempDir Path dir) throws Exception {
        var settings = Files.writeString(dir.resolve("as-recorded.conf"), """
                node-meta { rack = r1 }, enable-script-checks = true, limits { txn-max-ops = 64 }
                """);
        try (var cluster = new TestCluster(dir, 1, 0, settings)) {
            cluster.define("s1", "node1", true, settings);
            cluster.startAll();
            cluster.leader();
            var base = "http://127.0.0.1:" + cluster.http("s1").getPort();
            var wrong = new ArrayList<String>();
            for (var step : JSON.readTree(Files.readString(area))) {
                settled(base, step).ifPresent(wrong::add);
            }
            assertThat(wrong).isEmpty();
        }
    }

    /** What an agent registers is in the catalog a moment later. */
    private Optional<String> settled(String base, JsonNode step) throws IOException, InterruptedException {
        var until = System.nanoTime() + SETTLES_WITHIN.toNanos();
        var difference = difference(base, step);
        while (difference.isPresent()
                && step.get("ask").get(0).asString().equals("GET")
                && System.nanoTime() - until < 0) {
            Thread.sleep(50);
            difference = difference(base, step);
        }
        return difference.map(text -> step.get("ask") + ": " + text);
    }

    private Optional<String> difference(String base, JsonNode step) throws IOException, InterruptedException {
        var ask = step.get("ask");
        var body = ask.get(2).isNull() ? "" : filled(ask.get(2).asString());
        var answer = client.send(
                HttpRequest.newBuilder(
                                URI.create(base + escaped(filled(ask.get(1).asString()))))
                        .method(ask.get(0).asString(), BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
        save(step, answer);
        return step.has("want") ? compared(step.get("want"), answer) : Optional.empty();
    }

    private String filled(String text) {
        var filled = text;
        for (var entry : saved.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    /** What may not stand in a request line. */
    private static String escaped(String path) {
        var escaped = new StringBuilder();
        for (var b : path.getBytes(UTF_8)) {
            var c = (char) (b & 0xff);
            if (c > ' ' && c < 0x7f && "{}|\\^`\"<>".indexOf(c) < 0) {
                escaped.append(c);
            } else {
                escaped.append("%%%02X".formatted((int) c));
            }
        }
        return escaped.toString();
    }

    private void save(JsonNode step, HttpResponse<byte[]> answer) {
        for (var variable : step.path("save").properties()) {
            var pointer = variable.getValue()
                    .asString()
                    .replace("$", "")
                    .replaceAll("[.\\[]", "/")
                    .replace("]", "");
            var value = json(answer).at(pointer);
            saved.put(variable.getKey(), value.isMissingNode() ? "MISSING" : value.asString());
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }

    private static Optional<String> compared(JsonNode want, HttpResponse<byte[]> answer) {
        var status = want.get("status").asInt();
        var text = new String(answer.body(), UTF_8);
        if (status >= 400 && status != 404) {
            var refused = answer.statusCode() >= 400 && answer.statusCode() < (status >= 500 ? 600 : 500);
            return refused && text.contains(want.path("says").asString(""))
                    ? Optional.empty()
                    : Optional.of(answer.statusCode() + " " + text + " instead of " + want);
        }
        if (status != answer.statusCode()) {
            return Optional.of(answer.statusCode() + " " + text + " instead of " + want);
        }
        var headers = headers(answer);
        var wanted = want.get("headers").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        if (!headers.equals(wanted)) {
            return Optional.of("headers " + headers + " instead of " + wanted);
        }
        var type = answer.body().length == 0
                ? ""
                : answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        if (!type.equals(want.get("type").asString())) {
            return Optional.of("type " + type + " instead of " + want.get("type"));
        }
        if (want.has("json")) {
            return Likeness.difference(want.get("json"), json(answer), "$");
        }
        var without = text.replaceAll("127\\.0\\.0\\.1:\\d{5}", "127.0.0.1:P");
        return without.equals(want.path("text").asString("")) ? Optional.empty() : Optional.of("text " + text);
    }

    private static Set<String> headers(HttpResponse<byte[]> answer) {
        return answer.headers().map().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("x-consul-") && !name.equals("x-consul-effective-consistency"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
