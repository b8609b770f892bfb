package engine.http.protocol;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/** Networks such as {@code 10.0.0.0/8}. */
public final class Networks {
    /** Without any network. */
    public static final Networks NONE = new Networks(List.of());

    /**
     * @param prefix the first bits of the address
     * @param size bytes of an address
     */
    private record Network(BigInteger prefix, int bits, int size) {
        static Network of(byte[] address, int bits) {
            return new Network(first(address, bits), bits, address.length);
        }

        boolean has(byte[] address) {
            return address.length == size && first(address, bits).equals(prefix);
        }

        private static BigInteger first(byte[] address, int bits) {
            return new BigInteger(1, address).shiftRight(address.length * 8 - bits);
        }
    }

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /** @throws IllegalArgumentException whose message names what is no network */
    public static Networks of(List<String> texts) {
        return new Networks(texts.stream().map(Networks::network).toList());
    }

    private static Network network(String text) {
        var slash = text.indexOf('/');
        try {
            var address =
                    InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0))).getAddress();
            var bits = Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= address.length * 8) {
                return Network.of(address, bits);
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8");
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** Whether an address, such as {@code 10.1.2.3}, is in one of them. */
    public boolean has(String address) {
        try {
            var percent = address.indexOf('%');
            var bytes = InetAddress.ofLiteral(percent < 0 ? address : address.substring(0, percent))
                    .getAddress();
            return networks.stream().anyMatch(network -> network.has(bytes));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
