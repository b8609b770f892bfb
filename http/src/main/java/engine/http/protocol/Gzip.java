package engine.http.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Bodies made smaller for who asks for it (RFC 9110, 12.5.3). */
public final class Gzip {
    /** Bytes of the smallest body that is: below, a packet holds it as it is. */
    public static final int SMALLEST = 1400;

    private Gzip() {}

    /** Whether a value of Accept-Encoding asks for gzip: it is named, or {@code *} is, and not with q=0. */
    public static boolean isWanted(String acceptEncoding) {
        if (acceptEncoding.equals("gzip")) {
            return true; // what most clients say
        }
        var any = false;
        for (var part : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            var parameters = part.strip().split("\\s*;\\s*");
            var isGiven = !isZero(parameters);
            if (parameters[0].equals("gzip") || parameters[0].equals("x-gzip")) {
                return isGiven;
            }
            any |= parameters[0].equals("*") && isGiven;
        }
        return any;
    }

    private static boolean isZero(String[] parameters) {
        for (var parameter : parameters) {
            if (parameter.matches("q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }

    /** At the fastest level: the next ones take twice as long for a tenth less. */
    public static byte[] compress(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (var gzip = new Fast(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
