package engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootprintTest {
    private static final long MIB = 1L << 20;

    @Test
    void whatStartingLeftIsCollectedAndThenWhatIsMuchBesideWhatLives() {
        assertThat(Footprint.isDue(MIB, 0)).isTrue();
        assertThat(Footprint.isDue(32 * MIB, 20 * MIB)).isFalse();
        assertThat(Footprint.isDue(33 * MIB, 20 * MIB)).isTrue();
        assertThat(Footprint.isDue(250 * MIB, 200 * MIB)).isFalse();
        assertThat(Footprint.isDue(251 * MIB, 200 * MIB)).isTrue();
    }
}
