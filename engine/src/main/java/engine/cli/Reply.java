package engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers names in lower case; of a repeated one the last
 */
@SuppressWarnings("ArrayRecordComponent") // replies are read once and never compared
record Reply(int status, Map<String, String> headers, byte[] body) {

    boolean ok() {
        return status >= 200 && status < 300;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The index that a blocking query goes on from, an unsigned number; empty when there is none to go on from. */
    String index() {
        var index = headers.getOrDefault("x-consul-index", "");
        try {
            return Long.parseUnsignedLong(index) == 0 ? "" : index;
        } catch (NumberFormatException _) {
            return "";
        }
    }

    /** A header that is a whole number from 0; 0 when it is missing or something else. */
    long number(String name) {
        try {
            return Math.max(0, Long.parseLong(headers.getOrDefault(name, "0")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
