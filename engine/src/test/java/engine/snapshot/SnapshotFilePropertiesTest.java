package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.AnyState;
import engine.state.Key;
import engine.state.Live;
import engine.state.Op;
import engine.state.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SnapshotFilePropertiesTest {

    @Provide
    Arbitrary<List<Op.Put>> puts() {
        return AnyState.puts();
    }

    @Property(tries = 60)
    void aStateComesBackFromItsArchiveWithoutItsMembers(@ForAll("puts") List<Op.Put> puts) {
        var state = Archives.state(puts);
        var archive = Archives.read(Archives.archive(state));
        assertThat(archive.header().facts()).isEqualTo(Archives.FACTS);
        assertThat(archive.header().index()).isEqualTo(state.index());
        assertThat(archive.entries()).extracting(Saved::live).isEqualTo(Archives.entries(state));
        assertThat(archive.entries())
                .extracting(saved -> saved.live().key())
                .containsExactlyInAnyOrderElementsOf(puts.stream()
                        .flatMap(put -> keys(put.value(), put.key()))
                        .filter(key -> !(key instanceof Key.Member))
                        .distinct()
                        .toList())
                .isSortedAccordingTo(Live.ORDER);
        assertThat(archive.header().entries()).isEqualTo(archive.entries().size());
    }

    /** Receipts are each by itself in an archive, also those that lie in one entry of the state. */
    private static Stream<Key> keys(Value value, Key key) {
        return value instanceof Value.Receipts batch
                ? batch.receipts().stream().map(receipt -> new Key.Receipt(receipt.eventId(), receipt.node()))
                : Stream.of(key);
    }

    @Property(tries = 60)
    void equalStatesHaveEqualArchives(@ForAll("puts") List<Op.Put> puts) {
        var state = Archives.state(puts);
        assertThat(Archives.archive(state)).isEqualTo(Archives.archive(state));
    }

    @Property(tries = 80)
    void anArchiveThatIsNotWholeIsTold(@ForAll("puts") List<Op.Put> puts, @ForAll @IntRange(max = 1_000_000) int at) {
        var archive = Archives.archive(Archives.state(puts));
        assertThatThrownBy(() -> Archives.read(Arrays.copyOf(archive, at % archive.length)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> Archives.read(Arrays.copyOf(archive, archive.length + 1 + at % 100)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("something follows its end");
    }

    @Property(tries = 150)
    void anyChangedByteIsTold(
            @ForAll("puts") List<Op.Put> puts,
            @ForAll @IntRange(max = 1_000_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int flip) {
        var archive = Archives.archive(Archives.state(puts));
        archive[at % archive.length] ^= (byte) flip;
        assertThatThrownBy(() -> Archives.read(archive))
                .isInstanceOf(SnapshotException.class)
                .hasMessageEndingWith(".");
    }

    @Property(tries = 150)
    void anythingElseIsNoArchive(@ForAll byte[] garbage) {
        assertThatThrownBy(() -> Archives.read(garbage))
                .isInstanceOf(SnapshotException.class)
                .hasMessageEndingWith(".");
    }
}
