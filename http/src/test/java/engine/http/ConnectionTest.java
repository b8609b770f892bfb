package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over a connection, byte for byte. */
class ConnectionTest {
    private Api api;
    private Socket socket;
    private long index = 60;

    @BeforeEach
    void start() throws IOException {
        api = new Api();
        socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        api.close();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All up to the end of the connection. */
    private String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String until(String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    private static long count(String text, String part) {
        return text.split(part, -1).length - 1L;
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInOrder() throws IOException {
        var requests = new StringBuilder();
        for (var i = 0; i < 500; i++) {
            requests.append("PUT /v1/kv/k").append(i).append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nv");
            requests.append("GET /v1/kv/k").append(i).append("?raw HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        send(requests + "GET /v1/kv/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answers = rest();
        assertThat(count(answers, "HTTP/1.1 200 OK")).isEqualTo(1000);
        assertThat(answers.substring(answers.lastIndexOf("HTTP/1.1")))
                .startsWith("HTTP/1.1 404")
                .contains("Connection: close");
        assertThat(api.state.calls.stream()
                        .filter(call -> call.startsWith("put k"))
                        .count())
                .isEqualTo(500);
    }

    @Test
    void aRequestBehindOneThatWaitsWaitsToo() throws IOException {
        send("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n"
                + "PUT /v1/kv/behind HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nv");
        Api.until(() -> api.state.waiting() == 1);
        assertThat(api.state.calls).noneMatch(call -> call.contains("behind"));
        api.put("/v1/kv/none", "now");
        assertThat(until("bm93")).startsWith("HTTP/1.1 200");
        assertThat(until("true")).contains("HTTP/1.1 200");
    }

    @Test
    void whoSendsNoMoreIsAnsweredWithoutWaiting() throws IOException {
        send("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n");
        Api.until(() -> api.state.waiting() == 1);
        socket.shutdownOutput();
        assertThat(rest()).startsWith("HTTP/1.1 404").contains("X-Consul-Index: 10");
        assertThat(api.state.waiting()).isZero();
    }

    @Test
    void theWaitOfAClientThatHasGoneEnds() throws IOException {
        send("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n");
        Api.until(() -> api.state.waiting() == 1);
        socket.close();
        Api.until(() -> api.state.waiting() == 0);
    }

    @Test
    void soDoesThatOfOneThatBrokeOff() throws IOException {
        send("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n");
        Api.until(() -> api.state.waiting() == 1);
        socket.setSoLinger(true, 0); // a reset
        socket.close();
        Api.until(() -> api.state.waiting() == 0);
    }

    @Test
    void allThatWasAskedBeforeIsAnsweredThen() throws IOException {
        send("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2)
                + "GET /v1/kv/other?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n");
        socket.shutdownOutput();
        Api.until(() -> api.state.waiting() == 1);
        api.put("/v1/kv/none", "now");
        assertThat(count(rest(), "HTTP/1.1 200")).isEqualTo(3);
        assertThat(api.state.waiting()).isZero();
    }

    @Test
    void whoGoesWithoutARequestIsForgotten() throws IOException {
        send("GET /v1/kv/no");
        socket.shutdownOutput();
        rest();
    }

    @Test
    void anOldClientIsAnsweredAndLeft() throws IOException {
        send("GET /v1/status/leader HTTP/1.0\r\n\r\n");
        assertThat(rest())
                .startsWith("HTTP/1.1 200")
                .contains("Connection: close")
                .endsWith("\"127.0.0.1:8300\"");
    }

    @Test
    void anOldClientMayStay() throws IOException {
        send("GET /v1/status/leader HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(until("8300\"")).contains("Connection: keep-alive");
        send("GET /v1/status/leader HTTP/1.0\r\n\r\n");
        assertThat(rest()).endsWith("8300\"");
    }

    @Test
    void aClientThatAsksFirstIsToldToSend() throws IOException {
        send("PUT /v1/kv/asked HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(until("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
        send("value");
        assertThat(until("true")).startsWith("HTTP/1.1 200");
        assertThat(api.get("/v1/kv/asked?raw").body()).isEqualTo("value");
    }

    @Test
    void aClientThatAsksFirstIsNotToldToSendTooMuch() throws IOException {
        send("PUT /v1/kv/asked HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
        assertThat(rest()).startsWith("HTTP/1.1 413");
    }

    /** Closed at once, the system would reset the connection and the client might never see why. */
    @Test
    void whoSendsTooMuchSeesWhy() throws IOException {
        send("PUT /v1/kv/large HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
        var part = "x".repeat(100_000);
        try {
            for (var i = 0; i < 100; i++) {
                send(part);
            }
        } catch (IOException _) {
            // The rest is not taken.
        }
        assertThat(until("configuration.")).startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyInPartsArrivesWhole() throws IOException {
        var value = new byte[900];
        ThreadLocalRandom.current().nextBytes(value);
        send("PUT /v1/kv/parts HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
        for (var i = 0; i < 900; i += 90) {
            socket.getOutputStream().write(value, i, 90);
            socket.getOutputStream().flush();
            Thread.onSpinWait();
        }
        assertThat(until("true")).startsWith("HTTP/1.1 200");
        assertThat(api.state.entries.get("parts"))
                .extracting(entry -> entry == null ? null : entry.value())
                .isEqualTo(ByteString.fromArray(value));
        send("GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(until("8300\"")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyThatDoesNotComeWholeIsNotWritten() throws IOException {
        send("PUT /v1/kv/half HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nhalf");
        socket.shutdownOutput();
        assertThat(rest()).startsWith("HTTP/1.1 400").contains("The request body could not be read to its end.");
        assertThat(api.get("/v1/kv/half").status()).isEqualTo(404);
    }

    @Test
    void brokenChunksAreRefused() throws IOException {
        send("PUT /v1/kv/half HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf");
        assertThat(rest()).startsWith("HTTP/1.1 400");
        assertThat(api.get("/v1/kv/half").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/status/leader HTTP/1.1\\r\\n\\r\\n                                            | 400
            GET http://other/v1/status/leader?pretty HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n            | 200
            GET http://other HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                    | 200
            CONNECT other:80 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                    | 400
            PROPFIND /v1/kv/a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                   | 405
            GET /v1/status/leader HTTP/1.1\\r\\nHost: x\\r\\nBad Header: 1\\r\\n\\r\\n            | 400
            GET /v1/status/leader HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n                               | 200
            GET /v1/kv/\u00c3\u00a4?raw HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                         | 200
            """)
    void requestLinesAreReadAsTheyAreMeant(String request, int status) throws IOException {
        api.put("/v1/kv/%c3%a4", "umlaut");
        send(request.replace("\\r\\n", "\r\n"));
        assertThat(until("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws IOException {
        send("GET /v1/status/leader HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");
        assertThat(until("\r\n\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void aLineBeyondTheLimitIsRefused() throws IOException {
        send("GET /v1/kv/" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(until("\r\n\r\n")).startsWith("HTTP/1.1 414");
    }

    @Test
    void aStreamEndsWhenItsClientGoes() throws IOException {
        send("GET /v1/kv-changes/?index=50 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
        assertThat(until("retry: 1000")).contains("Transfer-Encoding: chunked");
        Api.until(() -> api.state.waiting() == 1);
        socket.close();
        Api.until(() -> {
            api.state.record.add(FakeRecord.change("a", ++index, KvChanges.Operation.SET, "-", "1"));
            return api.state.waiting() == 0;
        });
    }
}
