package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoneTest {

    @Test
    void aNameThatNeverWasHasTheFloor() {
        assertThat(Gone.NOTHING.index("web")).isEqualTo(1);
        assertThat(Gone.NOTHING.prefixIndex("")).isEqualTo(1);
    }

    @Test
    void aNameHasTheIndexAtWhichItLastVanished() {
        var gone = Gone.NOTHING.vanished("web", 5).vanished("db", 6).vanished("web", 9);
        assertThat(gone.index("web")).isEqualTo(9);
        assertThat(gone.index("db")).isEqualTo(6);
        assertThat(gone.index("we")).isEqualTo(1);
    }

    @Test
    void aPrefixHasTheGreatestIndexOfItsNames() {
        var gone = Gone.NOTHING.vanished("a/x", 9).vanished("a/y", 7).vanished("b", 12);
        assertThat(gone.prefixIndex("a/")).isEqualTo(9);
        assertThat(gone.prefixIndex("a/y")).isEqualTo(7);
        assertThat(gone.prefixIndex("")).isEqualTo(12);
        assertThat(gone.prefixIndex("c")).isEqualTo(1);
    }

    @Test
    void aNameThatReturnedIsNoLongerGone() {
        assertThat(Gone.NOTHING.vanished("web", 5).returned("web").index("web")).isEqualTo(1);
        var nothing = Gone.NOTHING;
        assertThat(nothing.returned("web")).isSameAs(nothing);
    }

    @Test
    void beyondTheLimitNamesAreForgottenAndNoIndexGoesBack() {
        var gone = Gone.NOTHING;
        for (var i = 0; i < 20_001; i++) {
            var before = gone;
            gone = gone.vanished("name-" + i, 10 + i);
            assertThat(gone.names().size()).isLessThanOrEqualTo(20_000);
            assertThat(gone.index("name-0")).isGreaterThanOrEqualTo(before.index("name-0"));
            assertThat(gone.index("never")).isGreaterThanOrEqualTo(before.index("never"));
            assertThat(gone.prefixIndex("name-19999")).isGreaterThanOrEqualTo(before.prefixIndex("name-19999"));
        }
        assertThat(gone.index("name-20000")).isEqualTo(20_010);
        assertThat(gone.index("name-5")).isEqualTo(20_010);
    }
}
