package engine.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where an agent port is: a name or an address, IPv6 without brackets, and a port from 1 to 65535. */
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@' || c == '[' || c == ']')) {
            throw new IllegalArgumentException("'" + host + "' is no host name and no address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is from 1 to 65535, was " + port);
        }
    }

    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]:port} or a bare IPv6 address.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static HostPort parse(String text, int defaultPort) {
        var trimmed = text.strip();
        if (trimmed.startsWith("[")) {
            var end = trimmed.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("'" + text + "' has a bracket without its other one");
            }
            var rest = trimmed.substring(end + 1);
            var host = trimmed.substring(1, end);
            if (!rest.isEmpty() && rest.charAt(0) != ':') {
                throw new IllegalArgumentException("'" + text + "' is not [address]:port");
            }
            return new HostPort(host, rest.isEmpty() ? defaultPort : port(text, rest.substring(1)));
        }
        var colon = trimmed.indexOf(':');
        if (colon < 0 || colon != trimmed.lastIndexOf(':')) {
            return new HostPort(trimmed, defaultPort);
        }
        return new HostPort(trimmed.substring(0, colon), port(text, trimmed.substring(colon + 1)));
    }

    /** The same place; the address as it was resolved. */
    public static HostPort of(InetSocketAddress address) {
        var resolved = address.getAddress();
        return new HostPort(resolved == null ? address.getHostString() : resolved.getHostAddress(), address.getPort());
    }

    /** The address, if it is one: a name would have to be looked up. */
    public Optional<InetSocketAddress> literal() {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int port(String text, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("'" + text + "' does not end in a port number");
        }
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
