package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 8301",
        "10.0.0.1:9301, 10.0.0.1, 9301",
        "server.example.org, server.example.org, 8301",
        "server:1, server, 1",
        "::1, ::1, 8301",
        "[::1], ::1, 8301",
        "[fe80::1]:9301, fe80::1, 9301",
        "' a ', a, 8301"
    })
    void hostsAndPortsAreRead(String text, String host, int port) {
        assertThat(JoinAddress.parse(text)).isEqualTo(new JoinAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8301",
                "a:",
                "a:0",
                "a:65536",
                "a:x",
                "[::1",
                "[::1]8301",
                "[]:1",
                "a b",
                "http://a:8301",
                "a:-1",
                "provider=aws tag_key=x"
            })
    void whatIsNoAddressIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> JoinAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not an address to join: ");
    }

    @Test
    void onlyAnAddressIsALiteral() {
        assertThat(JoinAddress.literal("127.0.0.1:1"))
                .contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1));
        assertThat(JoinAddress.literal("localhost:1")).isEmpty();
        assertThat(JoinAddress.literal("")).isEmpty();
    }

    @Test
    void namesAreLookedUpAndOneWithoutAnAddressFailsWithASentence() {
        var lookup = new JoinAddresses(Runnable::run);
        assertThat(lookup.resolve("localhost:7").toCompletableFuture().join())
                .contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7));
        assertThatThrownBy(() -> lookup.resolve("no-such-host.invalid")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasMessageEndingWith("the name no-such-host.invalid has no address");
    }
}
