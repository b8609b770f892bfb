package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import engine.events.Calls.Answer;
import engine.events.Calls.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UrlCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final UrlCalls calls = new UrlCalls();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer call(Request request, Duration timeout, int limit) throws Exception {
        return calls.call(request, timeout, limit).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Request get(String url) {
        return new Request("GET", url, Map.of(), ByteString.emptyByteString());
    }

    @Test
    void theRequestIsSentAsItIsAndTheAnswerIsHeard() throws Exception {
        server.createContext("/hook", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(
                    exchange,
                    202,
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + exchange.getRequestHeaders().get("X-Word") + " " + body);
        });
        var request = new Request(
                "PATCH", url("/hook?a=%20b"), Map.of("X-Word", List.of("one", "two")), ByteString.fromString("é"));
        assertThat(call(request, LONG, 1000)).isEqualTo(new Answer(202, "PATCH /hook?a=%20b [one, two] é"));
    }

    @Test
    void ofALongAnswerTheBeginningIsKept() throws Exception {
        server.createContext("/long", exchange -> answer(exchange, 200, "start" + "x".repeat(1_000_000)));
        assertThat(call(get(url("/long")), LONG, 8)).isEqualTo(new Answer(200, "startxxx"));
    }

    @Test
    void aRedirectionIsAnAnswerAndNotFollowed() throws Exception {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, 302, "");
        });
        assertThat(call(get(url("/moved")), LONG, 10)).isEqualTo(new Answer(302, ""));
    }

    @Test
    void aCallThatIsNotAnsweredIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var request = get("http://127.0.0.1:" + silent.getLocalPort() + "/");
            assertThatThrownBy(() -> call(request, Duration.ofMillis(200), 10))
                    .hasRootCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whereNobodyListensIsSaidWithoutTheRestOfTheUrl() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> call(get("http://user:secret@127.0.0.1:" + port + "/token"), LONG, 10))
                .hasRootCauseMessage("no connection to 127.0.0.1:" + port);
    }

    @Test
    void whatCannotBeSentFailsWithoutShowingIt() {
        var header = new Request("GET", url("/"), Map.of("A", List.of("b\r\nc: secret")), ByteString.emptyByteString());
        for (var request : List.of(get("http://a b/secret"), get("secret"), header)) {
            assertThatThrownBy(() -> call(request, LONG, 10))
                    .hasRootCauseMessage(
                            "the URL, the method or a header is not valid, with the event's variables in it");
        }
    }
}
