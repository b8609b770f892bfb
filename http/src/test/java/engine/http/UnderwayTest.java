package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnderwayTest {
    @Test
    void thereIsRoomForSoMuchAndForOneAlways() {
        var underway = new Underway(100);
        assertThat(underway.enter(500)).isTrue();
        assertThat(underway.enter(1)).isFalse();
        underway.leave(500);
        assertThat(underway.enter(60)).isTrue();
        assertThat(underway.enter(40)).isTrue();
        assertThat(underway.enter(1)).isFalse();
        underway.leave(60);
        assertThat(underway.enter(60)).isTrue();
        assertThat(underway.bytes()).isEqualTo(100);
    }

    @Test
    void whoTakesSixteenKilobytesASecondIsNotCutOff() {
        assertThat(Underway.isOverdue(64 << 10, Duration.ofSeconds(60 + 4))).isFalse();
        assertThat(Underway.isOverdue(64 << 10, Duration.ofSeconds(60 + 5))).isTrue();
        assertThat(Underway.isOverdue(10 << 20, Duration.ofSeconds(60 + 640))).isFalse();
        assertThat(Underway.isOverdue(10 << 20, Duration.ofSeconds(60 + 641))).isTrue();
    }

    @Test
    void largeAnswersComeWholeAndInOrder() {
        try (var api = new Api()) {
            var value = large();
            api.state.entries.put("large", entry("large", value));
            assertThat(api.get("/v1/kv/large?raw").body()).isEqualTo(value);
            assertThat(api.send("HEAD", "/v1/kv/large?raw", "").header("Content-Length"))
                    .isEqualTo(Integer.toString(value.length()));
            assertThat(api.get("/v1/kv/large?raw").status()).isEqualTo(200);
        }
    }

    @Test
    void whenSlowClientsHoldTooMuchOthersAreToldAndServedAgainWhenTheyHaveGone() throws IOException {
        try (var api = new Api()) {
            api.state.entries.put("large", entry("large", large()));
            var enough = Runtime.getRuntime().maxMemory() / 4 / large().length() + 2;
            var slow = slow(api, enough);
            try {
                Api.until(() -> api.send("HEAD", "/v1/kv/large?raw", "").status() == 503);
                var refused = api.get("/v1/kv/large?raw");
                assertThat(refused.body()).startsWith("Too many large answers are on their way");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(api.get("/v1/kv/none").status()).isEqualTo(404);
            } finally {
                for (var socket : slow) {
                    socket.close();
                }
            }
            Api.until(() -> api.send("HEAD", "/v1/kv/large?raw", "").status() == 200);
        }
    }

    private static List<Socket> slow(Api api, long count) throws IOException {
        var slow = new ArrayList<Socket>();
        for (var i = 0; i < count; i++) {
            var socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
            socket.getOutputStream()
                    .write("GET /v1/kv/large?raw HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        return slow;
    }

    private static KeyValues.Entry entry(String key, String value) {
        return new KeyValues.Entry(key, ByteString.fromString(value), 0, 0, "", 5, 6, 0, false);
    }

    private static String large() {
        var text = new StringBuilder();
        for (var i = 0; text.length() < 20_000_000; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }
}
