package engine.config;

import java.util.regex.Pattern;

/**
 * The agent port of an agent to join.
 *
 * @param host an IP address without brackets, or a host name
 */
record JoinAddress(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** Host names as resolvers take them: also with underscores, which container networks have. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");

    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]:port}, {@code [v6]} or {@code v6}.
     *
     * @param defaultPort taken where the text names none
     * @throws IllegalArgumentException with the rule in words ("must be ...") for anything else
     */
    static JoinAddress parse(String text, int defaultPort) {
        var rest = text.strip();
        int colon = rest.lastIndexOf(':');
        boolean bracketed = rest.startsWith("[");
        if (bracketed ? rest.endsWith("]") : colon != rest.indexOf(':')) {
            colon = -1;
        }
        var host = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? defaultPort : port(rest.substring(colon + 1), text);
        if (bracketed && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            bracketed = host.indexOf(':') < 0;
        }
        boolean address = host.indexOf(':') >= 0 && Values.isAddress(host);
        if (bracketed || !(address || isName(host))) {
            throw notAnAddress(text);
        }
        return new JoinAddress(host, port);
    }

    /** Digits and dots alone are an IPv4 address or a mistake. */
    private static boolean isName(String host) {
        return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                ? Values.isAddress(host)
                : NAME.matcher(host).matches();
    }

    private static int port(String digits, String text) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below, as for a number out of range
        }
        throw notAnAddress(text);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "must be HOST, HOST:PORT or [IPV6]:PORT, not '" + Values.shorten(text) + "'");
    }

    /** {@code host:port}, or {@code [v6]:port}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
