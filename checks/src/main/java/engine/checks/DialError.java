package engine.checks;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

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
        var reason = systemReason(failure);
        return "dial tcp " + address + ": connect: " + Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }

    static boolean isUnknownHost(Throwable failure) {
        return causedBy(failure, UnknownHostException.class) || causedBy(failure, UnresolvedAddressException.class);
    }

    /** The message nearest to the failure; the JDK's HTTP client throws some without one, where the peer refused. */
    private static String systemReason(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (cause instanceof IOException && message != null && !message.isBlank()) {
                return message;
            }
        }
        return "connection refused";
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
