package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.protocol.Networks;
import engine.http.protocol.Protocol;
import engine.http.protocol.SocketFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP itself promises, whatever is asked. Where Consul does it too, as Consul 1.8.7 does. */
class ProtocolTest {
    private static final Api API = new Api();

    @AfterAll
    static void stop() {
        API.close();
    }

    @AfterEach
    void usual() {
        API.server.update(Api.SETTINGS);
    }

    private static void with(Protocol protocol) {
        API.server.update(Api.SETTINGS.with(protocol));
    }

    private static Protocol protocol(int connections, Duration head, Duration idle) {
        return new Protocol(
                connections,
                64 << 10,
                head,
                idle,
                Map.of(),
                List.of(),
                Networks.NONE,
                true,
                false,
                Protocol.AccessLog.OFF,
                SocketFile.USUAL);
    }

    private static Protocol restricted(List<String> blocked, String... writers) {
        return new Protocol(
                0,
                64 << 10,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Map.of("Access-Control-Allow-Origin", "*", "Content-Type", "text/x-mine"),
                blocked,
                Networks.of(List.of(writers)),
                true,
                false,
                Protocol.AccessLog.OFF,
                SocketFile.USUAL);
    }

    private static Socket socket() throws IOException {
        return socket(API);
    }

    private static Socket socket(Api api) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** One that counts: it has been answered. */
    private static Socket served(Api api) throws IOException {
        var socket = socket(api);
        socket.getOutputStream()
                .write("GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static String answer(Socket socket, String sent) throws IOException {
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        API.put("/v1/kv/head", "value");
        var get = API.get("/v1/kv/head");
        try (var socket = socket()) {
            assertThat(answer(socket, "HEAD /v1/kv/head HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains(
                            "Content-Length: " + get.body().length() + "\r\n",
                            "X-Consul-Index: ",
                            "ETag: " + get.header("ETag"))
                    .endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/kv/a                | OPTIONS,GET,PUT,DELETE
            /v1/catalog/nodes       | OPTIONS,GET
            /v1/agent/check/pass/x  | OPTIONS,PUT
            """)
    void whatIsAllowedIsSaid(String path, String allowed) {
        assertThat(API.send("OPTIONS", path, "").header("Allow")).isEqualTo(allowed);
        var refused = API.send("POST", path, "");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.body()).isEqualTo("method POST not allowed");
        assertThat(refused.header("Allow")).isEqualTo(allowed);
    }

    @Test
    void aBodyIsMadeSmallerForWhoAsks() throws Exception {
        API.put("/v1/kv/long", "x".repeat(1000));
        var plain = API.get("/v1/kv/long?pretty");
        var path = "/v1/kv/?recurse&pretty";
        for (var i = 0; i < 4; i++) {
            API.put("/v1/kv/long" + i, "x".repeat(1000));
        }
        var whole = API.get(path);
        assertThat(whole.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(whole.header("Content-Encoding")).isEqualTo("-");
        try (var client = HttpClient.newHttpClient()) {
            var small = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + API.port() + path))
                            .header("Accept-Encoding", "br, gzip;q=0.5")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(small.headers().firstValue("ETag")).contains(whole.header("ETag"));
            assertThat(small.body().length).isLessThan(whole.body().length() / 2);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(whole.body());
        }
        assertThat(plain.status()).isEqualTo(200);
        assertThat(API.sent("GET", "/v1/status/leader", "", "Accept-Encoding", "gzip")
                        .join()
                        .header("Content-Encoding"))
                .as("a short one is not")
                .isEqualTo("-");
    }

    @Test
    void aBodyThatIsReadIsNotUncompressedAndAValueStaysAsItIs() {
        for (var path : List.of("/v1/agent/service/register", "/v1/txn", "/v1/session/create", "/v1/kv-import")) {
            var refused = API.send("PUT", path, "{}", "Content-Encoding", "gzip");
            assertThat(refused.status()).as(path).isEqualTo(415);
            assertThat(refused.body()).isEqualTo("A body must not be compressed: send it without Content-Encoding.");
        }
        assertThat(API.send("PUT", "/v1/kv/zipped", "bytes", "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(200);
        assertThat(API.get("/v1/kv/zipped?raw").body()).isEqualTo("bytes");
    }

    @Test
    void whoHasTheAnswerIsToldSo() {
        API.put("/v1/kv/tagged", "1");
        var first = API.get("/v1/kv/tagged");
        var tag = first.header("ETag");
        var again = API.send("GET", "/v1/kv/tagged", "", "If-None-Match", "\"other\", " + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("X-Consul-Index")).isEqualTo(first.header("X-Consul-Index"));
        assertThat(API.send("GET", "/v1/kv/tagged", "", "If-None-Match", "*").status())
                .isEqualTo(304);
        API.put("/v1/kv/tagged", "2");
        assertThat(API.send("GET", "/v1/kv/tagged", "", "If-None-Match", tag).status())
                .isEqualTo(200);
        assertThat(API.send("PUT", "/v1/kv/tagged", "3", "If-None-Match", "*").status())
                .as("a write is done")
                .isEqualTo(200);
        assertThat(API.get("/v1/kv/no-such").header("ETag")).isEqualTo("-");
    }

    @Test
    void blockedPathsAreRefusedWhateverTheMethod() {
        with(restricted(List.of("/v1/status/", "/v1/agent/force-leave")));
        for (var path : List.of("/v1/status/leader", "/v1/%73tatus/peers", "/v1/agent/force-leave/x")) {
            for (var method : List.of("GET", "PUT", "OPTIONS")) {
                var refused = API.send(method, path, "");
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.body()).isEqualTo("Endpoint is blocked by agent configuration");
            }
        }
        assertThat(API.get("/v1/kv/none").status()).isEqualTo(404);
        assertThat(API.get("/v1/status/nope").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 403", "127.0.0.0/8, 200", "127.0.0.1/32, 200", "127.0.0.2/32, 403", "::/0, 403"})
    void whoMayNotWriteMayRead(String network, int status) {
        with(restricted(List.of(), network));
        var put = API.put("/v1/kv/restricted", "1");
        assertThat(put.status()).isEqualTo(status);
        assertThat(put.body().strip()).isEqualTo(status == 200 ? "true" : "Access is restricted");
        assertThat(API.send("DELETE", "/v1/kv/restricted", "").status()).isEqualTo(status);
        assertThat(API.send("POST", "/v1/kv/restricted", "").status()).isEqualTo(405);
        assertThat(API.send("OPTIONS", "/v1/kv/restricted", "").status()).isEqualTo(200);
        assertThat(API.get("/v1/status/leader").status()).isEqualTo(200);
    }

    @Test
    void everyAnswerHasTheConfiguredHeaders() {
        with(restricted(List.of()));
        for (var answer :
                List.of(API.get("/v1/status/leader"), API.get("/v1/kv/none"), API.send("POST", "/v1/kv/a", ""))) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        assertThat(API.get("/v1/status/leader").header("Content-Type"))
                .as("what the answer says itself stands")
                .isEqualTo("application/json");
    }

    @Test
    void requestsHaveNames() {
        assertThat(API.send("GET", "/v1/kv/none", "", "X-Request-Id", "mine-1").header("X-Request-Id"))
                .isEqualTo("mine-1");
        var made = API.get("/v1/kv/none").header("X-Request-Id");
        assertThat(made).matches("[0-9a-f]{16}");
        assertThat(API.get("/v1/kv/none").header("X-Request-Id")).isNotEqualTo(made);
        assertThat(API.send("GET", "/v1/kv/none", "", "X-Request-Id", "not a name")
                        .header("X-Request-Id"))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void errorsAreProblemsForWhoAsksForThem() {
        var text = API.get("/v1/kv/a?index=x");
        assertThat(text.body()).isEqualTo("Invalid index");
        assertThat(text.type()).isEqualTo("text/plain");
        var problem = API.send(
                "GET",
                "/v1/kv/a?index=x",
                "",
                "Accept",
                "application/json, application/problem+json",
                "X-Request-Id",
                "r");
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.type()).isEqualTo("application/problem+json");
        assertThat(problem.body())
                .isEqualTo(
                        "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"Invalid index\",\"request-id\":\"r\"}");
        var missing = API.send("GET", "/v1/kv/none", "", "Accept", "application/problem+json");
        assertThat(missing.body()).startsWith("{\"title\":\"Not Found\",\"status\":404,\"request-id\"");
        assertThat(missing.header("X-Consul-Index")).isNotEqualTo("-");
        assertThat(API.send("GET", "/v1/status/leader", "", "Accept", "application/problem+json")
                        .type())
                .isEqualTo("application/json");
    }

    @Test
    void whoSendsItsHeadTooSlowlyIsEnded() throws IOException {
        with(protocol(0, Duration.ofMillis(100), Duration.ofSeconds(30)));
        try (var socket = socket()) {
            assertThat(answer(socket, "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\nX-Slow: "))
                    .startsWith("HTTP/1.1 408")
                    .endsWith("The request's headers did not arrive in time.");
        }
    }

    @Test
    void whoAsksNothingForLongIsEnded() throws IOException {
        with(protocol(0, Duration.ofSeconds(30), Duration.ofMillis(100)));
        try (var fresh = socket();
                var used = socket()) {
            assertThat(answer(used, "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(answer(fresh, "")).isEmpty();
        }
    }

    @Test
    void aWaitIsNotIdle() throws IOException {
        with(protocol(0, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (var socket = socket()) {
            assertThat(answer(
                            socket,
                            "GET /v1/kv/none?index=10&wait=1200ms HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aClientHasNoMoreConnectionsThanAllowed() throws IOException {
        try (var api = new Api()) { // whose connections are this test's alone
            api.server.update(Api.SETTINGS.with(protocol(3, Duration.ofSeconds(30), Duration.ZERO)));
            try (var _ = served(api);
                    var _ = served(api);
                    var _ = served(api);
                    var more = socket(api)) {
                assertThat(answer(more, ""))
                        .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                        .endsWith("Your IP is issuing too many concurrent connections, please rate limit your calls\n");
            }
            Api.until(() -> answers(api));
        }
    }

    private static boolean answers(Api api) {
        try (var socket = socket(api)) {
            return answer(socket, "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            return false;
        }
    }
}
