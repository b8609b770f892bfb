package engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole agent whose triggers call URLs, write keys and fire events. */
@Timeout(60)
final class TriggerEffectsTest {
    private static final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @TempDir
    private static Path dir;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Running running;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static HttpServer chat;

    @BeforeAll
    static void start() throws Exception {
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/", exchange -> {
            calls.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/chat") ? 204 : 500, -1);
            exchange.close();
        });
        chat.start();
        var url = "http://127.0.0.1:" + chat.getAddress().getPort();
        running = new Running(Files.writeString(dir.resolve("agent.conf"), """
                node-name = n1
                limits.kv-max-value-size = 1 KiB
                trigger {
                  say { on { event = say }, call { url = "%s/chat", body = "{{json payload}}" } }
                  fail {
                    on { event = fail }, call { url = "%s/down" }, retry { attempts = 2, backoff = 10ms }
                  }
                  keep { on { event = keep }, put { key = "kept by/{{node}}" } }
                  chain { on { event = chain }, fire { event = keep } }
                  loop { on { event = loop }, fire { event = loop } }
                }
                """.formatted(url, url)));
    }

    @AfterAll
    static void end() {
        running.close();
        chat.stop(0);
    }

    private static String fire(String name, String payload) {
        var answer = running.api().put("/v1/event/fire/" + name, payload);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().get("ID").asString();
    }

    /** The only run for an event, once it is over. */
    private static JsonNode run(String id) {
        Await.until(
                "the run is over",
                () -> running.api()
                        .get("/v1/event/runs/" + id)
                        .json()
                        .get("Complete")
                        .asBoolean());
        return running.api().get("/v1/event/runs/" + id).json().get("Runs").get(0);
    }

    @Test
    void aUrlIsCalled() throws Exception {
        assertThat(run(fire("say", "a \"b\"")).get("Status").asString()).isEqualTo("succeeded");
        assertThat(calls.take()).isEqualTo("\"a \\\"b\\\"\"");
    }

    @Test
    void aUrlThatFailsIsCalledAgain() {
        var run = run(fire("fail", "1"));
        assertThat(run.get("Status").asString()).isEqualTo("failed");
        assertThat(run.get("Reason").asString()).isEqualTo("answered with 500, at attempt 2");
    }

    @Test
    void aKeyIsWritten() {
        assertThat(run(fire("keep", "1 2")).get("Status").asString()).isEqualTo("succeeded");
        assertThat(running.api().get("/v1/kv/kept%20by/n1?raw").body()).isEqualTo("1 2");
    }

    @Test
    void aValueThatIsTooLargeIsRefusedInASentence() {
        var run = run(fire("keep", "x".repeat(2_000)));
        assertThat(run.get("Status").asString()).isEqualTo("failed");
        assertThat(run.get("Reason").asString())
                .startsWith("the key could not be written: ")
                .contains("too large");
    }

    @Test
    void anEventLeadsToAnother() {
        var output = run(fire("chain", "linked")).get("Output").asString();
        assertThat(output).startsWith("fired event ").endsWith(" 'keep'");
        assertThat(run(output.split(" ")[2]).get("Status").asString()).isEqualTo("succeeded");
        assertThat(running.api().get("/v1/kv/kept%20by/n1?raw").body()).isEqualTo("linked");
    }

    @Test
    void aLoopEndsAfterEightEvents() {
        var id = fire("loop", "");
        for (var fired = 1; fired <= 8; fired++) {
            id = run(id).get("Output").asString().split(" ")[2];
        }
        assertThat(run(id).get("Reason").asString())
                .isEqualTo("event 'loop' was not fired: 8 events have led to one another already,"
                        + " which looks like a loop of triggers");
    }
}
