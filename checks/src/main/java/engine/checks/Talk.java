package engine.checks;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What tcp and udp checks say and hope to hear. */
final class Talk {

    /** Most bytes that are sent. */
    private static final int MOST_SENT = 1024;

    /** Most bytes of what a target says that are looked at. */
    static final int MOST_HEARD = 64 * 1024;

    private Talk() {}

    static void validate(String send, String expect) {
        if (send.getBytes(StandardCharsets.UTF_8).length > MOST_SENT) {
            throw new IllegalArgumentException("send has at most " + MOST_SENT + " bytes");
        }
        var _ = Regex.compile("expect", expect);
    }

    /** Whether what a line says, up to its end, has a part that matches; what came is added to {@code heard}. */
    static boolean hears(Line line, Pattern expected, ByteArrayOutputStream heard) throws IOException {
        var buffer = new byte[4096];
        for (int read = line.in().read(buffer); read >= 0; read = line.in().read(buffer)) {
            heard.write(buffer, 0, Math.min(read, MOST_HEARD - heard.size()));
            if (expected.matcher(heard.toString(StandardCharsets.UTF_8)).find()) {
                return true;
            }
            if (heard.size() == MOST_HEARD) {
                return false;
            }
        }
        return false;
    }
}
