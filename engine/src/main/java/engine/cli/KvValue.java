package engine.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A value of the key-value store on a line for people. */
final class KvValue {
    /** Characters; what is longer is cut. */
    private static final int MOST = 60;

    private KvValue() {}

    /** The text that a value is, cut and in one line; its length when it is none, and {@code -} for no value. */
    static String shown(Fields entry, String field) {
        if (entry.map().get(field) == null) {
            return "-";
        }
        var bytes = KvKeys.bytes(entry, field);
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            var line = Table.safe(text.replace('\t', ' '));
            if (line.codePointCount(0, line.length()) <= MOST) {
                return '"' + line + '"';
            }
            return '"' + line.substring(0, line.offsetByCodePoints(0, MOST)) + "\"... (" + bytes.length + " bytes)";
        } catch (CharacterCodingException _) {
            return "(" + bytes.length + " bytes)";
        }
    }
}
