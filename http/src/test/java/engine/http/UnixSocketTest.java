package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.protocol.Networks;
import engine.http.protocol.Protocol;
import engine.http.protocol.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @TempDir
    Path directory = Path.of("");

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static HttpServer bind(Path file) {
        var protocol = new Protocol(
                1,
                4096,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Map.of(),
                List.of(),
                Networks.of(List.of("10.0.0.0/8")),
                true,
                false,
                Protocol.AccessLog.OFF,
                new SocketFile("", "", "0620"));
        return HttpServer.bind(
                        KIT.system(),
                        List.of(UnixDomainSocketAddress.of(file)),
                        Api.SETTINGS.with(protocol),
                        new Fakes().ports())
                .toCompletableFuture()
                .join();
    }

    private static String answer(Path file, String request) throws IOException {
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theApiIsThereTooAndItsFileSaysWhoMayUseIt() throws IOException {
        var file = directory.resolve("api.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file)); // and not deleted, as by an agent that was killed
        }
        var server = bind(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw--w----");
        assertThat(answer(
                        file, "PUT /v1/kv/unix HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1"))
                .startsWith("HTTP/1.1 200")
                .endsWith("true");
        assertThat(server.addresses()).isEmpty();
        server.close().toCompletableFuture().join();
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileIsNotReplaced() throws IOException {
        var file = Files.writeString(directory.resolve("mine"), "kept");
        assertThat(HttpServer.bind(
                                KIT.system(),
                                List.of(UnixDomainSocketAddress.of(file)),
                                Api.SETTINGS,
                                new Fakes().ports())
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("The HTTP API cannot listen on " + file)
                .withMessageContaining("there is a file that is no socket");
        assertThat(file).hasContent("kept");
    }
}
