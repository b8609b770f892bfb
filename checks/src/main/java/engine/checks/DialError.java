package engine.checks;

import java.net.PortUnreachableException;

/** Says why no connection came about, in the words that Consul uses. */
final class DialError {

    private DialError() {}

    /** {@code host:port}, with brackets around an IPv6 address. */
    static String address(String host, int port) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]:" + port : host + ":" + port;
    }

    static String unknownHost(String host) {
        return "dial tcp: lookup " + host + ": no such host";
    }

    static String timeout(String address) {
        return "dial tcp " + address + ": i/o timeout";
    }

    /** The reason of the system, such as {@code connect: connection refused}. */
    static String connect(String address, Throwable failure) {
        return "dial tcp " + address + ": connect: " + reason(failure);
    }

    static String unix(String path, Throwable failure) {
        return "dial unix " + path + ": connect: " + reason(failure);
    }

    /** The message as Go writes it, which begins with a small letter. */
    static String reason(Throwable failure) {
        if (failure instanceof PortUnreachableException) {
            return "connection refused";
        }
        var message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
