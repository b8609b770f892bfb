package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyTextPropertiesTest {

    @Property(tries = 2000)
    void keysDifferExactlyWhenTheirBytesDo(@ForAll("bytes") byte[] one, @ForAll("bytes") byte[] other) {
        assertThat(key(one).equals(key(other))).isEqualTo(Arrays.equals(one, other));
    }

    @Property(tries = 2000)
    void everyKeyIsValidUnicode(@ForAll("bytes") byte[] bytes) {
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(key(bytes))).isTrue();
    }

    @Property(tries = 2000)
    void textIsTheKeyOfItsBytesAndShownAsItself(@ForAll String any) {
        var text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(KeyText.of(text)).isEqualTo(key(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(KeyText.shown(KeyText.of(text))).isEqualTo(text);
    }

    @Property(tries = 2000)
    void whatIsNoTextIsShownWithReplacementCharacters(@ForAll("bytes") byte[] bytes) {
        var shown = KeyText.shown(key(bytes));
        assertThat(shown.contains("\ufffd"))
                .isEqualTo(!isText(bytes) || new String(bytes, StandardCharsets.UTF_8).contains("\ufffd"));
    }

    /** Often the beginnings and middles of characters, which random bytes seldom are. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.of(
                        "a",
                        "/",
                        "\u00fc",
                        "\u2603",
                        "\ufffd",
                        "\ud83d\ude00",
                        "\udbff\udf80",
                        "\udbff\udfff",
                        "\udbff\udf00")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .flatMap(whole -> Arbitraries.integers()
                        .between(0, 2 * whole.length)
                        .map(cut -> cut > whole.length ? whole : Arrays.copyOfRange(whole, 0, cut)))
                .list()
                .ofMaxSize(6)
                .map(parts -> {
                    var all = ByteBuffer.allocate(64);
                    parts.forEach(all::put);
                    return Arrays.copyOf(all.array(), all.position());
                });
    }

    private static String key(byte[] bytes) {
        return KeyText.of(ByteBuffer.wrap(bytes));
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
