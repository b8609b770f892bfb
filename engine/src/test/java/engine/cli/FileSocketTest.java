package engine.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class FileSocketTest {
    private static final Duration PLENTY = Duration.ofSeconds(10);
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path directory = Path.of("");

    private Path file = Path.of("");
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        file = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private HttpClient client() {
        return new HttpClient(Address.parse("unix://" + file));
    }

    private CompletableFuture<String> answer(String bytes) {
        var asked = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var channel = server.accept()) {
                var buffer = ByteBuffer.allocate(4096);
                channel.read(buffer);
                asked.complete(new String(buffer.array(), 0, buffer.position(), US_ASCII));
                channel.write(ByteBuffer.wrap(bytes.getBytes(US_ASCII)));
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
        return asked;
    }

    @Test
    void aRequestGoesThroughTheFileAndIsAnswered() throws Exception {
        var asked = answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        assertThat(client().send("GET", "/v1/x", Map.of(), NOTHING, PLENTY).text())
                .isEqualTo("hi");
        assertThat(asked.get(5, TimeUnit.SECONDS))
                .isEqualTo("GET /v1/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForLonger() {
        assertThatThrownBy(() -> client().send("GET", "/v1/x", Map.of(), NOTHING, Duration.ofMillis(50)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aBodyLargerThanTheSocketTakesAtOnceGoesWhole() throws Exception {
        var length = 5_000_000;
        var received = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> {
            try (var channel = server.accept()) {
                var in = Channels.newInputStream(channel);
                var count = 0;
                while (count < length) {
                    count += in.read(new byte[1000]);
                }
                channel.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII)));
                received.complete(count);
            } catch (IOException e) {
                received.completeExceptionally(e);
            }
        });
        var reply = client().upload("/v1/x", Map.of(), zeros(), length, _ -> {}, PLENTY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(received.get(5, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(length);
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
    }

    @Test
    void whereNobodyListensItFails() throws IOException {
        server.close();
        assertThatThrownBy(() -> client().send("GET", "/v1/x", Map.of(), NOTHING, PLENTY))
                .isInstanceOf(IOException.class);
    }
}
