package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalIndexTest {

    @Test
    void itIsGreaterThanZeroFromTheStart() {
        assertThat(new LocalIndex(0).last()).isEqualTo(1);
        assertThat(new LocalIndex(-7).next()).isEqualTo(2);
    }

    @Test
    void itGoesOnFromWhereItWas() {
        assertThat(new LocalIndex(5_000).next()).isEqualTo(5_001);
    }

    @Test
    void itJumpsToWhatWasSeenAndNeverBack() {
        var index = new LocalIndex(1);
        index.seen(100);
        assertThat(index.next()).isEqualTo(101);
        index.seen(50);
        assertThat(index.last()).isEqualTo(101);
        assertThat(index.next()).isEqualTo(102);
    }

    @Test
    void noIndexIsGivenTwiceToWhoeverAsksAtTheSameTime() {
        var index = new LocalIndex(1);
        var given = new ConcurrentSkipListSet<Long>();
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            index.seen(i);
            given.add(index.next());
        });
        assertThat(given).hasSize(10_000);
    }
}
