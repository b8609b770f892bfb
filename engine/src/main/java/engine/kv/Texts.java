package engine.kv;

import java.util.Locale;

/** What texts may be, and how they are quoted. */
final class Texts {

    private Texts() {}

    /**
     * The text itself, if UTF-8 can write it: two texts must not become one on their way.
     *
     * @throws IllegalArgumentException if it has half a surrogate pair
     */
    static String unicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new IllegalArgumentException("a text must be valid Unicode: it has half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    /** In double quotes, as Go's {@code %q} writes it, for sentences that are Consul's. */
    static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> quote(out, point));
        return out.append('"').toString();
    }

    private static void quote(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> plain(out, point);
        }
    }

    private static void plain(StringBuilder out, int point) {
        if (printable(point)) {
            out.appendCodePoint(point);
        } else if (point < 0x80) {
            out.append(String.format(Locale.ROOT, "\\x%02x", point));
        } else {
            out.append(String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
        }
    }

    /** As Go's {@code %#U} writes a character. */
    static String rune(int point) {
        var number = String.format(Locale.ROOT, "U+%04X", point);
        return printable(point) ? number + " '" + Character.toString(point) + "'" : number;
    }

    private static boolean printable(int point) {
        return point == ' '
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
