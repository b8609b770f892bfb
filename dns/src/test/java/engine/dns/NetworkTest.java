package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fc00::/7, fd12::1, true",
        "fc00::/7, fe80::1, false",
        "::1/128, ::1, true"
    })
    void anAddressIsInANetworkByItsFirstBits(String network, String address, boolean in) {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "host.example", "::1/129", "10.0.0.0/x", "/8"})
    void anythingElseIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void privateNetworksAreThoseThatTheInternetDoesNotHave() {
        assertThat(Network.PRIVATE).noneMatch(network -> network.contains(InetAddress.ofLiteral("8.8.8.8")));
        assertThat(Network.PRIVATE).anyMatch(network -> network.contains(InetAddress.ofLiteral("192.168.7.7")));
    }
}
