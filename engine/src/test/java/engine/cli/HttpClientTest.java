package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpClientTest {
    private static final Duration PLENTY = Duration.ofSeconds(10);

    private ServerSocket server;
    private final CompletableFuture<String> request = new CompletableFuture<>();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Answers one request with these bytes; keeps the connection open when asked to. */
    private void answer(String bytes, boolean keepOpen) {
        Thread.ofVirtual().start(() -> {
            try {
                var socket = server.accept();
                var buffer = new byte[65536];
                int length = socket.getInputStream().read(buffer);
                request.complete(new String(buffer, 0, length, StandardCharsets.UTF_8));
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                if (!keepOpen) {
                    socket.close();
                }
            } catch (IOException e) {
                request.completeExceptionally(e);
            }
        });
    }

    private Reply send(String method, String body, Duration timeout) throws IOException {
        var client = new HttpClient(new Address("127.0.0.1", server.getLocalPort()));
        return client.send(
                method, "/v1/x?y=1", Map.of("X-Consul-Token", "t"), body.getBytes(StandardCharsets.UTF_8), timeout);
    }

    @Test
    void sendsOneRequestThatAsksForTheConnectionToBeClosed() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", true);
        var reply = send("PUT", "payload", PLENTY);
        assertThat(reply.text()).isEqualTo("hi");
        assertThat(request.get(5, TimeUnit.SECONDS))
                .isEqualTo("PUT /v1/x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort()
                        + "\r\nConnection: close\r\nContent-Length: 7\r\nX-Consul-Token: t\r\n\r\npayload");
    }

    @Test
    void readsABodyInChunksWithExtensionsAndTrailers() throws IOException {
        answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, dear all\r\n0\r\nT: 1\r\n\r\n",
                true);
        assertThat(send("GET", "", PLENTY).text()).isEqualTo("hello, dear all");
    }

    @Test
    void readsABodyUpToTheEndOfTheConnection() throws IOException {
        answer("HTTP/1.0 200 OK\r\n\r\nto the end", false);
        assertThat(send("GET", "", PLENTY).text()).isEqualTo("to the end");
    }

    @Test
    void headerNamesHaveNoCaseAndInterimAnswersAreSkipped() throws IOException {
        answer(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nx-CONSUL-index:  42 \r\nContent-Length: 0\r\n\r\n",
                true);
        var reply = send("GET", "", PLENTY);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.ok()).isFalse();
        assertThat(reply.number("x-consul-index")).isEqualTo(42);
    }

    @Test
    void answersWithoutABodyEndWithTheirHead() throws IOException {
        answer("HTTP/1.1 204 No Content\r\n\r\n", true);
        assertThat(send("DELETE", "", PLENTY).body()).isEmpty();
    }

    @Test
    void givesUpWhenNothingComes() {
        answer("", true);
        assertThatThrownBy(() -> send("GET", "", Duration.ofMillis(100))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void givesUpOnADripThatNeverEnds() {
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                while (!server.isClosed()) {
                    socket.getOutputStream().write('x');
                    socket.getOutputStream().flush();
                }
            } catch (IOException _) {
                // the client has gone, as it should
            }
        });
        assertThatThrownBy(() -> send("GET", "", Duration.ofMillis(300))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void tellsACutAnswerFromAWholeOne() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi", false);
        assertThatThrownBy(() -> send("GET", "", PLENTY)).isInstanceOf(EOFException.class);
    }

    @Test
    void tellsACutChunkFromAWholeOne() {
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", false);
        assertThatThrownBy(() -> send("GET", "", PLENTY)).isInstanceOf(EOFException.class);
    }

    @Test
    void whatIsNotHttpIsSaidToBeSo() {
        answer("SSH-2.0-OpenSSH_9.2\r\n", false);
        assertThatThrownBy(() -> send("GET", "", PLENTY)).hasMessage("what answers there does not speak HTTP");
    }

    @Test
    void lengthsThatMakeNoSenseAreRefused() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", true);
        assertThatThrownBy(() -> send("GET", "", PLENTY)).hasMessage("the answer's length '-1' makes no sense");
    }

    @Test
    void aHeadWithoutEndIsRefused() {
        answer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000), true);
        assertThatThrownBy(() -> send("GET", "", PLENTY)).hasMessage("the answer's head is longer than 64 KiB");
    }

    @Test
    void saysWhenNobodyListens() throws IOException {
        server.close();
        assertThatThrownBy(() -> send("GET", "", PLENTY)).isInstanceOf(ConnectException.class);
    }

    @Test
    void saysWhenAHostHasNoAddress() {
        var client = new HttpClient(new Address("no-such-host.invalid", 1));
        assertThatThrownBy(() -> client.send("GET", "/", Map.of(), new byte[0], PLENTY))
                .isInstanceOf(UnknownHostException.class);
    }

    private Reply upload(Duration patience) throws IOException {
        var client = new HttpClient(new Address("127.0.0.1", server.getLocalPort()));
        return client.upload("/", Map.of(), InputStream.nullInputStream(), 1 << 30, _ -> {}, patience);
    }

    private Reply download(OutputStream into) throws IOException {
        var client = new HttpClient(new Address("127.0.0.1", server.getLocalPort()));
        return client.download("/", Map.of(), into, _ -> {}, PLENTY);
    }

    @Test
    void aDownloadGoesElsewhereAndAnErrorToItsReader() throws IOException {
        var into = new ByteArrayOutputStream();
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", true);
        assertThat(download(into).body()).isEmpty();
        assertThat(into.toString(StandardCharsets.UTF_8)).isEqualTo("hello!");
        answer("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno", true);
        assertThat(download(into).text()).isEqualTo("no");
        assertThat(into.size()).isEqualTo(6);
    }

    @Test
    void aDownloadThatIsCutIsNoWholeOne() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi", false);
        assertThatThrownBy(() -> download(OutputStream.nullOutputStream())).isInstanceOf(EOFException.class);
    }

    @Test
    void whatCannotBeWrittenIsToldApartFromTheNetwork() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", true);
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> download(full))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("disk full");
    }

    @Test
    void aBodyThatBecomesShorterIsToldApartFromTheNetwork() {
        answer("", true);
        assertThatThrownBy(() -> upload(PLENTY)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void givesUpWhenNothingIsTaken() {
        var client = new HttpClient(new Address("127.0.0.1", server.getLocalPort()));
        var endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                return length;
            }
        };
        // Nobody accepts: once the buffers of both sides are full, nothing goes.
        assertThatThrownBy(() -> client.upload("/", Map.of(), endless, 1L << 40, _ -> {}, Duration.ofMillis(300)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anAnswerThatComesBeforeTheBodyHasGoneIsRead() {
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig"
                                .getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().skipNBytes(1 << 20);
            } catch (IOException e) {
                request.completeExceptionally(e);
            }
        });
        var client = new HttpClient(new Address("127.0.0.1", server.getLocalPort()));
        var zeros = new ByteArrayInputStream(new byte[64 << 20]);
        // What was not read resets the connection, which may take the answer with it: then it is an error of the
        // network.
        try {
            assertThat(client.upload("/", Map.of(), zeros, 64 << 20, _ -> {}, PLENTY)
                            .text())
                    .isEqualTo("big");
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }
}
