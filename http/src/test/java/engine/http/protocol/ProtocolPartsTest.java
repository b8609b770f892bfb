package engine.http.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolPartsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip              | true
            GZIP, br          | true
            br;q=1, gzip;q=.5 | true
            gzip;q=0          | false
            gzip; q=0.000     | false
            *                 | true
            *;q=0             | false
            gzip;q=0, *       | false
            identity          | false
            gzipped           | false
            """)
    void gzipIsForWhoNamesIt(String header, boolean wanted) {
        assertThat(Gzip.isWanted(header)).isEqualTo(wanted);
        assertThat(Gzip.isWanted("")).isFalse();
    }

    /** An address is in the network of its own first bits, and one that differs in one of those is not. */
    @Property
    void aNetworkHasWhatBeginsLikeIt(
            @ForAll @Size(4) byte[] address, @ForAll @IntRange(max = 32) int bits, @ForAll @IntRange(max = 31) int bit)
            throws UnknownHostException {
        var text = InetAddress.getByAddress(address).getHostAddress();
        var network = Networks.of(List.of(text + "/" + bits));
        assertThat(network.has(text)).isTrue();
        var other = address.clone();
        other[bit / 8] ^= (byte) (0x80 >> bit % 8);
        assertThat(network.has(InetAddress.getByAddress(other).getHostAddress()))
                .isEqualTo(bit >= bits);
        assertThat(network.has("::1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "host/8", "/8", "10.0.0.0/x"})
    void whatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> Networks.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no network such as 10.0.0.0/8");
    }

    @Test
    void addressesWithAZoneAreInTheirNetworkToo() {
        assertThat(Networks.of(List.of("fe80::/10")).has("fe80:0:0:0:0:0:0:1%eth0"))
                .isTrue();
    }

    @Property
    void tagsTellBodiesApart(@ForAll byte[] one, @ForAll byte[] other) {
        assertThat(EntityTag.of(one).equals(EntityTag.of(other))).isEqualTo(java.util.Arrays.equals(one, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "ä", "\"", "<x>"})
    void whatIsNoNameIsReplaced(String id) {
        assertThat(RequestId.of(Optional.of(id))).matches("[0-9a-f]{16}");
    }

    @Test
    void connectionsAreCountedByClient() throws UnknownHostException {
        var limit = new ClientLimit();
        var one = InetAddress.getByName("10.0.0.1");
        var other = InetAddress.getByName("10.0.0.2");
        assertThat(limit.enter(one, 2)).isTrue();
        assertThat(limit.enter(one, 2)).isTrue();
        assertThat(limit.enter(one, 2)).isFalse();
        assertThat(limit.enter(other, 2)).isTrue();
        limit.leave(one);
        assertThat(limit.enter(one, 2)).isTrue();
        assertThat(limit.enter(one, 0)).as("no limit").isTrue();
        limit.leave(one);
        limit.leave(one);
        limit.leave(one);
        assertThat(limit.enter(one, 1)).isTrue();
    }
}
