package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers written by hand, one for each connection, as servers of all kinds write them. */
class HttpAnswersTest {

    private final Connections connections = new Connections();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    HttpAnswersTest() throws IOException {}

    @BeforeEach
    void start() {
        connections.threads().execute(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        connections.close();
    }

    @Test
    void aBodyInChunksIsPutTogether() throws Exception {
        assertThat(
                        output(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nfi\r\n2;x=y\r\nne\r\n0\r\nA: b\r\n\r\n"))
                .endsWith(": 200 OK Output: fine");
    }

    @Test
    void theEndOfTheConnectionMayBeTheEndOfTheBody() throws Exception {
        assertThat(output("HTTP/1.0 200 OK\r\n\r\nfine")).endsWith(": 200 OK Output: fine");
    }

    @Test
    void anAnswerThatIsCutOffIsCritical() throws Exception {
        assertThat(output("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfine")).startsWith("Get ");
        assertThat(output("HTTP/1.1 200 OK\r\nConte")).startsWith("Get ");
        assertThat(output("")).endsWith(": EOF");
    }

    @Test
    void whatIsNoHttpIsCritical() throws Exception {
        assertThat(output("SSH-2.0-OpenSSH_9.6\r\n\r\n")).startsWith("Get ").contains("malformed HTTP response");
    }

    @Test
    void thePhraseIsThatOfTheServer() throws Exception {
        assertThat(output("HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n")).endsWith(": 200 Fine Output: ");
        assertThat(output("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n")).endsWith(": 503 Service Unavailable Output: ");
    }

    @Test
    void whatComesBeforeTheAnswerIsPassedOver() throws Exception {
        assertThat(
                        output(
                                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"))
                .endsWith(": 200 OK Output: fine");
    }

    @Test
    void anAnswerToHeadHasNoBody() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        assertThat(run(target("HEAD", Map.of(), false, HttpExpectation.NONE)).output())
                .endsWith(": 200 OK Output: ");
    }

    @Test
    void aRedirectIsTheAnswerWhereTheyAreDisabled() throws Exception {
        answer("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
        assertThat(run(target("GET", Map.of(), true, HttpExpectation.NONE)))
                .isEqualTo(new Result(Status.CRITICAL, "HTTP GET " + url() + ": 302 Found Output: "));
        answer("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
        var expected = new HttpExpectation(List.of("3xx"), "", "", Map.of("Location", "^/there$"), Map.of());
        assertThat(run(target("GET", Map.of(), true, expected)).status()).isEqualTo(Status.PASSING);
    }

    @Test
    void redirectsEndAfterFive() throws Exception {
        for (int n = 0; n < 6; n++) {
            answer("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
        }
        assertThat(run(target("GET", Map.of(), false, HttpExpectation.NONE)).output())
                .contains(": 302 Found");
        assertThat(requests).hasSize(6);
    }

    @Test
    void anotherHostIsNotToldWhatWasMeantForTheFirst() throws Exception {
        answer("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:%d/there\r\nContent-Length: 0\r\n\r\n"
                .formatted(server.getLocalPort()));
        answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var headers = Map.of("authorization", List.of("secret"), "Cookie", List.of("c"), "X", List.of("kept"));
        assertThat(run(target("POST", headers, false, HttpExpectation.NONE)).status())
                .isEqualTo(Status.PASSING);
        assertThat(requests.take()).contains("authorization: secret", "Cookie: c");
        assertThat(requests.take())
                .startsWith("POST /there HTTP/1.1\r\n")
                .contains("X: kept", "host: localhost:" + server.getLocalPort())
                .doesNotContain("secret", "Cookie");
    }

    @Test
    void anAnswerThatIsNotAsExpectedIsCriticalAndSaysWhy() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"up\":false}");
        var expected = new HttpExpectation(List.of(), "", "", Map.of(), Map.of("/up", "true"));
        assertThat(run(target("GET", Map.of(), false, expected)))
                .isEqualTo(new Result(
                        Status.CRITICAL,
                        "HTTP GET " + url() + ": 200 OK, but /up is 'false', not 'true' Output: {\"up\":false}"));
    }

    @Test
    void aUnixSocketTakesTheUrlsPlace(@TempDir Path directory) throws Exception {
        var socket = directory.resolve("s");
        try (var unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            connections.threads().execute(() -> {
                try (var accepted = unix.accept()) {
                    var request = ByteBuffer.allocate(4096);
                    accepted.read(request);
                    requests.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
                    accepted.write(ByteBuffer.wrap(
                            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nunix".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    requests.add(e.toString());
                }
            });
            assertThat(run(unix(socket)).output()).isEqualTo("HTTP GET http://app/health: 200 OK Output: unix");
            assertThat(requests.take()).startsWith("GET /health HTTP/1.1\r\n").contains("host: app\r\n");
        }
        assertThat(run(unix(directory.resolve("none"))).output())
                .isEqualTo("Get \"http://app/health\": dial unix " + directory.resolve("none")
                        + ": connect: no such file or directory");
    }

    private static CheckSpec.Http unix(Path socket) {
        return new CheckSpec.Http(
                URI.create("http://app/health"),
                "GET",
                Map.of(),
                "",
                false,
                Tls.DEFAULT,
                HttpExpectation.NONE,
                socket.toString());
    }

    private String output(String answer) throws Exception {
        answer(answer);
        return run(target("GET", Map.of(), false, HttpExpectation.NONE)).output();
    }

    private CheckSpec.Http target(
            String method, Map<String, List<String>> headers, boolean disableRedirects, HttpExpectation expected) {
        return new CheckSpec.Http(URI.create(url()), method, headers, "", disableRedirects, Tls.DEFAULT, expected, "");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    private Result run(CheckSpec.Http target) throws Exception {
        return new HttpProbe(target, Definitions.of(target), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** To the next connection that has none yet. */
    private void answer(String answer) {
        answers.add(answer);
    }

    private void serve() {
        try {
            while (true) {
                try (var accepted = server.accept()) {
                    var request = new byte[4096];
                    int length = accepted.getInputStream().read(request);
                    requests.add(new String(request, 0, length, StandardCharsets.UTF_8));
                    accepted.getOutputStream().write(answers.take().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | InterruptedException _) {
            // The test has closed the server.
        }
    }
}
