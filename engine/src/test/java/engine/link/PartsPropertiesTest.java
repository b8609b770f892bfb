package engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import engine.state.Op;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PartsPropertiesTest {

    private static List<Op> checks(List<Integer> sizes) {
        var ops = new ArrayList<Op>();
        for (var i = 0; i < sizes.size(); i++) {
            ops.add(Entries.check("n", "c" + i, "x".repeat(sizes.get(i))));
        }
        return ops;
    }

    @Property(tries = 50)
    void partsFitFramesAndMakeTheWholeAgain(@ForAll @Size(max = 40) List<@IntRange(max = 70_000) Integer> sizes) {
        var ops = checks(sizes);
        var assembly = new Parts.Assembly<Op>();
        var parts = Parts.of(ops);
        assertThat(parts).isNotEmpty();
        for (var i = 0; i < parts.size(); i++) {
            var last = i == parts.size() - 1;
            var frame = FrameCodec.encode(new FromAgent.Write(7, last, parts.get(i)));
            assertThat(frame.size()).isLessThan(Parts.PART + 71_000);
            var whole = assembly.add(7, last, parts.get(i), frame.size());
            assertThat(whole.isPresent()).isEqualTo(last);
            whole.ifPresent(all -> assertThat(all).isEqualTo(ops));
        }
    }

    @Example
    void anEntryLargerThanAFrameIsRefusedWithItsSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parts.of(checks(List.of(FrameCodec.MAX_FRAME))))
                .withMessageContaining("too large");
    }

    @Example
    void partsOfTwoListsDoNotMix() {
        var assembly = new Parts.Assembly<Op>();
        assembly.add(1, false, checks(List.of(1)), 10);
        assertThatIllegalArgumentException().isThrownBy(() -> assembly.add(2, true, checks(List.of(1)), 10));
    }

    @Example
    void aListWithoutAnEndIsRefusedAtTheLimit() {
        var assembly = new Parts.Assembly<Op>();
        var frames = Parts.Assembly.LIMIT / FrameCodec.MAX_FRAME;
        for (var i = 0; i < frames; i++) {
            assembly.add(1, false, checks(List.of(1)), FrameCodec.MAX_FRAME);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assembly.add(1, false, checks(List.of(1)), FrameCodec.MAX_FRAME));
    }
}
