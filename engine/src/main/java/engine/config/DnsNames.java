package engine.config;

import java.util.regex.Pattern;

/** Which names can be asked for over DNS. */
final class DnsNames {

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private DnsNames() {}

    /** Whether {@code name} is one label of letters, digits and hyphens (RFC 1123 2.1). */
    static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }

    /** Whether {@code name} is made of such labels, separated by dots. */
    static boolean isName(String name) {
        for (var label : name.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return name.length() <= 253;
    }
}
