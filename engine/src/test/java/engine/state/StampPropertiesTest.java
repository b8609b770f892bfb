package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;

class StampPropertiesTest {

    @Property
    void aStampIsFoundAgainInItsText(@ForAll @LongRange(min = 0) long time, @ForAll String writer) {
        var stamp = new Stamp(time, writer);
        assertThat(Stamp.parse(stamp.text())).contains(stamp);
    }

    @Property
    void textsSortAsTheStampsDo(
            @ForAll @LongRange(min = 0) long one,
            @ForAll @LongRange(min = 0) long other,
            @ForAll @AlphaChars String writer,
            @ForAll @AlphaChars String otherWriter) {
        for (var time : new long[] {other, one}) {
            var stamp = new Stamp(one, writer);
            var later = new Stamp(time, otherWriter);
            assertThat(Integer.signum(stamp.text().compareTo(later.text())))
                    .isEqualTo(Integer.signum(stamp.compareTo(later)));
        }
    }

    @Property
    void anyOtherTextIsNone(@ForAll String text) {
        Stamp.parse(text).ifPresent(stamp -> assertThat(stamp.text()).isEqualTo(text));
    }
}
