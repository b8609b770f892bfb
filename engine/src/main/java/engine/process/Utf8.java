package engine.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text of bytes that come in parts: a character that is not whole yet waits for the rest of it, and what is no UTF-8 becomes
 * U+FFFD. So each part of the text, in UTF-8, has a place in the whole that does not change. For use by one thread.
 */
final class Utf8 {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = new byte[0];

    /** The text that is whole with these bytes, in UTF-8. */
    byte[] next(byte[] bytes, int count) {
        var all = ByteBuffer.allocate(begun.length + count)
                .put(begun)
                .put(bytes, 0, count)
                .flip();
        var text = CharBuffer.allocate(all.remaining());
        decoder.decode(all, text, false);
        begun = new byte[all.remaining()];
        all.get(begun);
        return text.flip().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The end, where the last character is not whole. */
    byte[] end() {
        return new String(begun, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
