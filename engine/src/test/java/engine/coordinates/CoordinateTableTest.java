package engine.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoordinateTableTest {
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong index = new AtomicLong(40);
    private final AtomicInteger changes = new AtomicInteger();
    private final CoordinateTable table = table();

    private CoordinateTable table() {
        var made = new CoordinateTable(() -> Instant.ofEpochMilli(millis.get()), index::get);
        made.subscribe(changes::incrementAndGet);
        return made;
    }

    static Coordinate at(double place) {
        var vector = new ArrayList<>(Collections.nCopies(Coordinate.DIMENSIONS, 0.0));
        vector.set(0, place);
        return Coordinate.of(vector, 0.5, 0, 0.00001);
    }

    @Test
    void onlyWhoMovesNotablyIsTold() {
        table.put("a", "", at(0.01));
        table.put("A", "", at(0.01 + CoordinateTable.NOTABLE / 2));
        assertThat(changes).hasValue(1);
        table.put("a", "", at(0.01 + CoordinateTable.NOTABLE * 2));
        assertThat(changes).hasValue(2);
        assertThat(table.picture().of("a")).contains(at(0.01 + CoordinateTable.NOTABLE * 2));
        assertThat(table.picture().of("b")).isEmpty();
    }

    @Test
    void theIndexGrowsWithEachChangeAndIsNotBelowThatOfTheState() {
        table.put("a", "", at(1));
        assertThat(table.picture().changedAt()).isEqualTo(41);
        index.set(100);
        table.put("a", "", at(2));
        assertThat(table.picture().changedAt()).isEqualTo(101);
        table.put("a", "", at(3));
        assertThat(table.picture().changedAt()).isEqualTo(102);
    }

    @Test
    void tablesThatTellEachOtherBecomeTheSame() {
        var other = table();
        table.put("a", "", at(1));
        table.put("b", "x", at(2));
        other.put("a", "", at(7));
        millis.addAndGet(1);
        other.put("a", "", at(8));
        table.merge(other.picture().since(0));
        other.merge(table.picture().since(0));
        assertThat(table.picture().of("a")).contains(at(8));
        assertThat(other.picture().of("a")).contains(at(8));
        assertThat(other.picture().places().size()).isEqualTo(2);
        var version = table.picture().version();
        table.merge(other.picture().since(0));
        assertThat(table.picture().version()).isEqualTo(version);
        assertThat(table.picture().since(version)).isEmpty();
    }

    @Test
    void aNodeThatIsToldHereIsNewerWhateverTheClocksSay() {
        table.merge(List.of(new Place("a", "", at(1), 5_000_000, 0)));
        table.put("a", "", at(2));
        assertThat(table.picture().of("a")).contains(at(2));
        assertThat(table.picture().since(0).getFirst().stamp()).isEqualTo(5_000_001);
    }

    @Test
    void whatIsGoneIsForgotten() {
        table.put("a", "", at(1));
        table.put("a", "x", at(1));
        table.put("ab", "", at(1));
        table.forget("A");
        assertThat(table.picture().places().values()).extracting(Place::node).containsExactly("ab");
        var before = changes.get();
        table.forget("a");
        table.sweep(_ -> false);
        assertThat(changes).hasValue(before);
        millis.addAndGet(600_001);
        table.sweep(_ -> true);
        assertThat(changes).hasValue(before);
        table.sweep(_ -> false);
        assertThat(table.picture().places().isEmpty()).isTrue();
    }

    @Test
    void whatIsNoCoordinateIsRefused() {
        assertThatThrownBy(() -> Coordinate.of(List.of(1.0), 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        var eight = Collections.nCopies(Coordinate.DIMENSIONS, 0.0);
        for (var bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Coordinate.of(eight, bad, 0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Coordinate.of(eight, 1, bad, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Coordinate.of(eight, 1, 0, bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The figures of Consul's {@code rtt} for these two, recorded with 1.8.7. */
    @Test
    void distancesAreThoseOfConsul() {
        var other = Coordinate.of(List.of(0.002, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0.5, -0.001, -1);
        assertThat(Coordinate.ORIGIN.distanceTo(other)).isEqualTo(-0.99799, within(1e-9));
        assertThat(Coordinate.ORIGIN.distanceTo(Coordinate.ORIGIN)).isEqualTo(0.00002, within(1e-9));
    }
}
