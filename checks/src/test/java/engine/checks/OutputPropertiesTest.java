package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OutputPropertiesTest {

    @Property
    void noTextIsLongerThanItsLimitOrHasAHalfCharacter(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 40) int limit) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var whole = new String(bytes, StandardCharsets.UTF_8);
        var first = Output.ofBody(bytes, true, limit);
        assertThat(first.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
        assertThat(whole).startsWith(first);

        var last = Output.ofScript(new Commands.Finished(0, false, text), limit);
        var kept = last.startsWith("Captured ") ? last.substring(last.indexOf("...\n") + 4) : last;
        assertThat(kept.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
        assertThat(whole).endsWith(kept);
    }
}
