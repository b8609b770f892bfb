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

    /** A header that is a whole number from 0; 0 when it is missing or something else. */
    long number(String name) {
        try {
            return Math.max(0, Long.parseLong(headers.getOrDefault(name, "0")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
