package engine.checks;

import java.net.InetAddress;
import java.util.Locale;

/** The value of a record in one form: addresses as Java writes them, names in small letters and without the last dot. */
final class DnsValue {

    private DnsValue() {}

    static String of(String value) {
        if (value.startsWith("\"")) {
            return value.length() > 1 && value.endsWith("\"") ? value.substring(1, value.length() - 1) : value;
        }
        try {
            return InetAddress.ofLiteral(value).getHostAddress();
        } catch (IllegalArgumentException _) {
            var name = value.toLowerCase(Locale.ROOT);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        }
    }
}
