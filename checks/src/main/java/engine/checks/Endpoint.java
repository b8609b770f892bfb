package engine.checks;

/** Where a probe connects to. */
public sealed interface Endpoint {

    /** A port of a host, which is a name or an IP address, one of IPv6 without brackets. */
    record Port(String host, int port) implements Endpoint {
        public Port {
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            if (host.isBlank() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("needs host:port, not '" + host + ":" + port + "'");
            }
        }

        /** {@code host:port}, with brackets around an IPv6 address. */
        @Override
        public String toString() {
            return DialError.address(host, port);
        }
    }

    /** A Unix socket. The path has at most 107 bytes, as much as the kernel takes. */
    record Unix(String path) implements Endpoint {
        public Unix {
            if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.length() > 107) {
                throw new IllegalArgumentException(
                        "a unix socket needs an absolute path of at most 107 bytes, not '" + shown(path) + "'");
            }
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /**
     * Reads {@code host:port}, {@code [::1]:port} or {@code unix:///path}.
     *
     * @param kind of the check, for the error
     */
    static Endpoint parse(String kind, String text) {
        if (text.startsWith("unix://")) {
            return new Unix(text.substring("unix://".length()));
        }
        return port(kind, text, 0);
    }

    /**
     * Reads {@code host:port} or {@code [::1]:port}.
     *
     * @param otherwise the port of a text without one; 0 where there must be one
     */
    static Port port(String kind, String text, int otherwise) {
        int colon = text.lastIndexOf(':');
        boolean bare = otherwise > 0 && (colon < 0 || text.endsWith("]"));
        var host = bare ? text : text.substring(0, Math.max(0, colon));
        var port = bare ? Integer.toString(otherwise) : text.substring(colon + 1);
        if (host.isBlank()
                || host.matches("(?s).*[/\\s].*")
                || host.length() > 253
                || !port.matches("\\d{1,5}")
                || invalid(Integer.parseInt(port))) {
            throw new IllegalArgumentException((kind.startsWith("h2") ? "an " : "a ") + kind
                    + " check needs host:port, the port from 1 to 65535, not '" + shown(text) + "'");
        }
        return new Port(host, Integer.parseInt(port));
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static boolean invalid(int port) {
        return port < 1 || port > 65535;
    }
}
