package engine.http.protocol;

import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The tag of a body, by its content (RFC 9110, 8.8.3): the same on every agent. Weak, as a body that was made smaller on its way has
 * the same.
 */
public final class EntityTag {
    private EntityTag() {}

    /** Of 64 bits of two checksums, and the length. */
    public static String of(byte[] body) {
        var first = new CRC32C();
        first.update(body);
        var second = new CRC32();
        second.update(body);
        var sum = first.getValue() << 32 | second.getValue();
        return "W/\"" + Integer.toHexString(body.length) + '-' + HexFormat.of().toHexDigits(sum) + '"';
    }

    /** Whether a value of If-None-Match names this tag, compared weakly (13.1.2). */
    public static boolean isNamed(String tag, String ifNoneMatch) {
        return ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(tag.substring(2));
    }
}
