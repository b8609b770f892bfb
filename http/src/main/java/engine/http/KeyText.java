package engine.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Keys as the store has them: valid Unicode, whatever bytes a client used. A byte that is no part of UTF-8 stands as a
 * character of a private range, and so do the four bytes of each character of that range: no two keys become one.
 */
final class KeyText {
    /** Most bytes of a key's UTF-8. */
    static final int MAX_BYTES = 8192;

    /** What stands for the byte 0: the bytes from 0x80 on take the last 128 characters of Unicode. */
    private static final int ESCAPE = 0x10FF00;

    private static final int FIRST = ESCAPE + 0x80;

    /** The first half of each of these characters, and of others. */
    private static final char HALF = Character.highSurrogate(FIRST);

    private static final char REPLACEMENT = '\ufffd';

    private KeyText() {}

    /** The key behind a route's path, which may be empty. */
    static String of(Call call) {
        var rest = call.rest();
        if (rest.indexOf(REPLACEMENT) < 0 && rest.indexOf(HALF) < 0) {
            return rest;
        }
        var path = call.request().path();
        var before = Percent.decode(path, false).length() - rest.length(); // ASCII, as all paths of routes
        var bytes = Percent.bytes(path, false);
        return of(bytes.position(before));
    }

    /** The key that a client means by this text; a longer one than allowed is refused. */
    static String checked(String key) {
        if (key.length() > MAX_BYTES
                || (key.length() > MAX_BYTES / 3 && bytes(key).remaining() > MAX_BYTES)) {
            throw new Refusal(400, "The key is too long: at most " + MAX_BYTES + " bytes are allowed.");
        }
        return key;
    }

    /** The key with this text. */
    static String of(String text) {
        return text.indexOf(HALF) < 0 ? text : escaped(text);
    }

    /** The key with these bytes. */
    static String of(ByteBuffer bytes) {
        return decoded(bytes, KeyText::of, b -> Character.toString(ESCAPE + b));
    }

    /** The key as text that can be shown: bytes that are no UTF-8 become replacement characters. */
    static String shown(String key) {
        return key.indexOf(HALF) < 0 ? key : decoded(bytes(key), text -> text, _ -> String.valueOf(REPLACEMENT));
    }

    /** @param other the text for a byte that is no part of UTF-8 */
    private static String decoded(ByteBuffer bytes, UnaryOperator<String> text, IntFunction<String> other) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var decoded = new StringBuilder();
        var part = CharBuffer.allocate(bytes.remaining());
        while (true) {
            var result = decoder.reset().decode(bytes, part, true);
            decoded.append(text.apply(part.flip().toString()));
            part.clear();
            if (!result.isError()) {
                return decoded.toString();
            }
            for (var i = 0; i < result.length(); i++) {
                decoded.append(other.apply(bytes.get() & 0xff));
            }
        }
    }

    private static ByteBuffer bytes(String key) {
        var utf8 = ByteBuffer.allocate(key.length() * 3);
        var plain = new StringBuilder();
        key.codePoints().forEach(c -> {
            if (c >= FIRST) {
                utf8.put(plain.toString().getBytes(StandardCharsets.UTF_8)).put((byte) (c - ESCAPE));
                plain.setLength(0);
            } else {
                plain.appendCodePoint(c);
            }
        });
        return utf8.put(plain.toString().getBytes(StandardCharsets.UTF_8)).flip();
    }

    private static String escaped(String text) {
        if (text.indexOf(HALF) < 0) {
            return text;
        }
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < FIRST) {
                escaped.appendCodePoint(c);
            } else {
                for (var b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    escaped.appendCodePoint(ESCAPE + (b & 0xff));
                }
            }
        });
        return escaped.toString();
    }
}
