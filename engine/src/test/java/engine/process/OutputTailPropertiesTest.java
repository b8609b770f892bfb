package engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class OutputTailPropertiesTest {

    @Property
    void keepsTheLastBytesOfAllChunks(
            @ForAll @Size(max = 20) List<byte @Size(max = 40) []> chunks,
            @ForAll @IntRange(min = 1, max = 50) int limit) {
        var tail = new OutputTail(limit);
        var all = new ByteArrayOutputStream();
        for (var chunk : chunks) {
            tail.add(chunk, chunk.length);
            all.writeBytes(chunk);
        }
        var bytes = all.toByteArray();
        var kept = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - limit), bytes.length);
        assertThat(tail.total()).isEqualTo(bytes.length);
        // Up to three bytes of a character that was cut in two may be missing.
        assertThat(tail.text())
                .isIn(List.of(0, 1, 2, 3).stream()
                        .filter(cut -> cut <= kept.length)
                        .map(cut -> new String(kept, cut, kept.length - cut, UTF_8))
                        .toList());
    }

    @Property
    void textIsCutBetweenCharacters(
            @ForAll @Size(max = 30) List<@net.jqwik.api.constraints.Chars({'a', 'é', '→'}) Character> characters,
            @ForAll @IntRange(min = 4, max = 50) int limit) {
        var text = new StringBuilder("😀");
        characters.forEach(text::append);
        var tail = new OutputTail(limit);
        var bytes = text.toString().getBytes(UTF_8);
        tail.add(bytes, bytes.length);
        assertThat(text.toString()).endsWith(tail.text());
        assertThat(tail.text().getBytes(UTF_8).length).isGreaterThan(Math.min(bytes.length, limit) - 4);
    }
}
