package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentIdsTest {

    @Test
    void remembersAsManyAsAskedAndForgetsTheOldest() {
        var ids = new RecentIds(2);

        assertThat(ids.add("a")).isTrue();
        assertThat(ids.add("b")).isTrue();
        assertThat(ids.add("a")).isFalse();
        assertThat(ids.add("c")).isTrue();
        assertThat(ids.add("b")).isFalse();
        assertThat(ids.add("c")).isFalse();
        assertThat(ids.add("a")).isTrue();
    }
}
