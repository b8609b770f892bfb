package engine;

import java.util.List;

/**
 * Which names are permitted.
 *
 * @param patterns with {@code *} for any characters, none included; a name is permitted that one of them matches whole
 */
record AllowList(List<String> patterns) {

    boolean permits(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /** Without a regular expression: many stars must not make it slow. */
    private static boolean matches(String pattern, String name) {
        var parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(name);
        }
        var last = parts[parts.length - 1];
        if (!name.startsWith(parts[0]) || name.length() < parts[0].length() + last.length() || !name.endsWith(last)) {
            return false;
        }
        var at = parts[0].length();
        var end = name.length() - last.length();
        for (var i = 1; i < parts.length - 1; i++) {
            var found = name.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
