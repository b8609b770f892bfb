package engine.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;

/** Percent-encoding of request targets (RFC 3986), and the normal form of their paths. */
final class Percent {
    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/";

    private Percent() {}

    /** The text that is meant, as UTF-8; bytes that are none become the replacement character. */
    static String decode(String text, boolean plusIsSpace) {
        return text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)
                ? text
                : StandardCharsets.UTF_8.decode(bytes(text, plusIsSpace)).toString();
    }

    /** The bytes that are meant. */
    static ByteBuffer bytes(String text, boolean plusIsSpace) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        var decoded = ByteBuffer.allocate(utf8.length);
        for (var i = 0; i < utf8.length; i++) {
            if (utf8[i] == '+' && plusIsSpace) {
                decoded.put((byte) ' ');
            } else if (utf8[i] == '%') {
                if (i + 2 >= utf8.length || hex(utf8[i + 1]) < 0 || hex(utf8[i + 2]) < 0) {
                    throw new Refusal(400, "Invalid request target: a % must be followed by two hexadecimal digits");
                }
                decoded.put((byte) (hex(utf8[i + 1]) << 4 | hex(utf8[i + 2])));
                i += 2;
            } else {
                decoded.put(utf8[i]);
            }
        }
        return decoded.flip();
    }

    /** A path in a form that can stand in a header. */
    static String encodePath(String path) {
        var encoded = new StringBuilder();
        for (var b : path.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** Whether the path has empty, {@code .} or {@code ..} segments. */
    static boolean isClean(String path) {
        return !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/../")
                && !path.endsWith("/.")
                && !path.endsWith("/..");
    }

    /** The path without such segments; a slash at its end stays. */
    static String clean(String path) {
        var kept = new ArrayDeque<String>();
        for (var segment : path.split("/")) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        var cleaned = "/" + String.join("/", kept);
        return path.endsWith("/") && !kept.isEmpty() ? cleaned + "/" : cleaned;
    }

    private static int hex(byte digit) {
        return Character.digit((char) (digit & 0xff), 16);
    }
}
