package engine.checks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * What a program in a container writes, as Docker sends it: parts of stdout and stderr, each after a header of eight
 * bytes, of which the first is the stream and the last four are the length.
 */
final class DockerStream {

    private static final int HEADER = 8;

    private DockerStream() {}

    /** Both streams, in their order; the last part may be cut off. */
    static String text(ByteString stream) {
        var in = stream.asByteBuffer();
        var out = new ByteArrayOutputStream();
        while (in.remaining() >= HEADER) {
            in.getInt();
            var part = new byte[Math.clamp(in.getInt() & 0xFFFFFFFFL, 0, in.remaining())];
            in.get(part);
            out.writeBytes(part);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
