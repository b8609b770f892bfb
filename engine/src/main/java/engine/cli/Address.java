package engine.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an agent's HTTP API is.
 *
 * @param host {@code unix://} and a path for a Unix socket
 */
record Address(String host, int port) {
    private static final String UNIX = "unix://";
    private static final int DEFAULT_PORT = 8500;

    /** Reads {@code host}, {@code host:port}, {@code [v6]:port} or any of them after {@code http://}, or {@code unix:///path}. */
    static Address parse(String text) {
        var rest = text.strip();
        if (rest.startsWith("https://")) {
            throw Failure.usage("'" + text + "': this version does not speak HTTPS; name an http:// address.");
        }
        if (rest.startsWith(UNIX)) {
            return socket(rest, text);
        }
        if (rest.startsWith("http://")) {
            rest = rest.substring(7);
        }
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int colon = rest.lastIndexOf(':');
        boolean bareV6 = rest.indexOf(':') != colon && !rest.startsWith("[");
        if (bareV6 || rest.endsWith("]")) {
            colon = -1;
        }
        var host = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? DEFAULT_PORT : port(rest.substring(colon + 1), text);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            host = "127.0.0.1";
        }
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) <= ' ' || host.charAt(i) == '/' || host.charAt(i) > '~') {
                throw notAnAddress(text);
            }
        }
        return new Address(host, port);
    }

    private static Address socket(String address, String text) {
        try {
            if (address.length() > UNIX.length()
                    && Path.of(address.substring(UNIX.length())).getNameCount() > 0) {
                return new Address(address, 0);
            }
        } catch (InvalidPathException _) {
            // said below, as where there is none
        }
        throw Failure.usage(
                "'" + text + "' names no socket: give unix:// and its path, such as unix:///run/engine.sock.");
    }

    /** The file of the Unix socket; empty where it is a host. */
    Optional<Path> file() {
        return host.startsWith(UNIX) ? Optional.of(Path.of(host.substring(UNIX.length()))) : Optional.empty();
    }

    /** What a request calls it. */
    String name() {
        return host.startsWith(UNIX) ? "localhost" : toString();
    }

    private static int port(String digits, String text) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below, as for a number out of range
        }
        throw notAnAddress(text);
    }

    private static Failure notAnAddress(String text) {
        return Failure.usage("'" + text + "' is not an address: give HOST:PORT, such as 127.0.0.1:8500.");
    }

    @Override
    public String toString() {
        if (host.startsWith(UNIX)) {
            return host;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
