package engine.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The addresses that begin with the same {@code bits} bits, IPv4 or IPv6. */
public record Network(InetAddress address, int bits) {
    /** Loopback, link-local and private addresses: those that cannot come from the Internet. */
    public static final List<Network> PRIVATE = List.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "169.254.0.0/16",
                    "100.64.0.0/10",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10")
            .stream()
            .map(text -> parse(text).orElseThrow())
            .toList();

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; empty when it is none of these. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int all = address.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= all ? Optional.of(new Network(address, bits)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        int whole = bits / 8;
        int mask = 0xff00 >> (bits % 8) & 0xff;
        return mine.length == its.length
                && Arrays.equals(mine, 0, whole, its, 0, whole)
                && (mask == 0 || (mine[whole] & mask) == (its[whole] & mask));
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
