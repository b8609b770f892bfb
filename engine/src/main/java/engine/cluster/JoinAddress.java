package engine.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address of {@code retry-join}, {@code start-join} and {@code engine join}: a host name or an IP address, perhaps with the
 * port of the agent.
 */
public record JoinAddress(String host, int port) {
    /** Where agents are asked when no port is given. */
    public static final int DEFAULT_PORT = 8301;

    /**
     * Reads {@code host}, {@code host:port}, {@code 10.0.0.1:8301}, {@code ::1} or {@code [::1]:8301}.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static JoinAddress parse(String text) {
        var trimmed = text.strip();
        if (trimmed.startsWith("provider=")) {
            throw wrong(text, "cloud providers are not asked; give host names or addresses");
        }
        var close = trimmed.indexOf(']');
        var colon = trimmed.lastIndexOf(':');
        String host;
        var port = "";
        if (trimmed.startsWith("[") && close > 0) {
            host = trimmed.substring(1, close);
            port = trimmed.substring(close + 1);
            if (!port.isEmpty() && !port.startsWith(":")) {
                throw wrong(text, "after ']' comes ':' and a port");
            }
        } else if (colon >= 0 && trimmed.indexOf(':') == colon) {
            host = trimmed.substring(0, colon);
            port = trimmed.substring(colon);
        } else {
            host = trimmed;
        }
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c > '~' || "/?#@[]\"'".indexOf(c) >= 0)) {
            throw wrong(text, "give a host name or an IP address");
        }
        return new JoinAddress(host, port.isEmpty() ? DEFAULT_PORT : port(text, port.substring(1)));
    }

    private static int port(String text, String digits) {
        try {
            var port = Integer.parseInt(digits);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number out of range.
        }
        throw wrong(text, "the port is a number between 1 and 65535");
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not an address to join: " + why);
    }

    /** Of an address that names no host but is an IP address: no lookup is made. */
    static Optional<InetSocketAddress> literal(String text) {
        try {
            var address = parse(text);
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address.host), address.port));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * All addresses that the host has. It blocks: not for a dispatcher.
     *
     * @throws UnknownHostException when it has none
     */
    List<InetSocketAddress> resolve() throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
