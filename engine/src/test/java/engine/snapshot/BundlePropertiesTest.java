package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.AnyState;
import engine.state.Op;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BundlePropertiesTest {

    @Provide
    Arbitrary<List<Op.Put>> puts() {
        return AnyState.puts();
    }

    @Property(tries = 60)
    void aStateComesBackFromItsBundle(@ForAll("puts") List<Op.Put> puts) {
        var state = Archives.state(puts);
        var archive = Archives.read(Archives.bundle(state));
        assertThat(archive.header().facts()).isEqualTo(Archives.FACTS);
        assertThat(archive.entries()).extracting(Saved::live).isEqualTo(Archives.entries(state));
    }

    @Property(tries = 80)
    void aBundleThatIsNotWholeIsTold(@ForAll("puts") List<Op.Put> puts, @ForAll @IntRange(max = 1_000_000) int at) {
        var bundle = Archives.bundle(Archives.state(puts));
        assertThatThrownBy(() -> Archives.read(Arrays.copyOf(bundle, at % bundle.length)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageEndingWith(".");
    }

    /** The form has places that say nothing, such as the time of a file: there a change is none. */
    @Property(tries = 300)
    void aChangedByteIsToldOrChangesNothing(
            @ForAll("puts") List<Op.Put> puts,
            @ForAll @IntRange(max = 1_000_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int flip) {
        var state = Archives.state(puts);
        var bundle = Archives.bundle(state);
        bundle[at % bundle.length] ^= (byte) flip;
        SnapshotFile.Archive read;
        try {
            read = Archives.read(bundle);
        } catch (SnapshotException e) {
            assertThat(e).hasMessageEndingWith(".");
            return;
        }
        assertThat(read.entries()).extracting(Saved::live).isEqualTo(Archives.entries(state));
    }
}
