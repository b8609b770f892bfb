package engine.checks;

import io.netty.handler.codec.http.HttpHeaders;
import org.apache.pekko.util.ByteString;

/**
 * The answer to an HTTP request.
 *
 * @param status code and phrase as they were sent: {@code 200 OK}
 * @param bytes the body, or its beginning
 * @param whole whether that is all of it
 */
record HttpAnswer(int code, String status, HttpHeaders headers, ByteString bytes, boolean whole) {

    /** Most bytes of a body that can be compared with anything; a longer one does not pass. */
    static final int MOST_MATCHED = 256 * 1024;

    /** The body as a text. */
    String body() {
        return Output.ofBody(bytes.toArrayUnsafe(), whole, Integer.MAX_VALUE);
    }
}
