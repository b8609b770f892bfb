package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class HandledIdsPropertiesTest {

    @Example
    void theLeastIsForgottenFirstAndStaysHandledWithAllBeforeIt() {
        var ids = new HandledIds(2, List.of(), "");

        assertThat(ids.add("c")).isEmpty();
        assertThat(ids.add("d")).isEmpty();
        assertThat(ids.contains("b")).isFalse();
        assertThat(ids.add("d")).isEmpty();
        assertThat(ids.add("e")).isEqualTo(Optional.of("c"));
        assertThat(ids.horizon()).isEqualTo("c");
        assertThat(ids.contains("b")).isTrue();
        assertThat(ids.contains("c")).isTrue();
        assertThat(ids.contains("f")).isFalse();
    }

    @Property
    void whatWasHandledOnceIsHandledForEverAlsoAfterARestart(
            @ForAll List<@IntRange(max = 60) Integer> events,
            @ForAll @IntRange(min = 1, max = 8) int capacity,
            @ForAll @IntRange(max = 60) int restartAt) {
        var ids = new HandledIds(capacity, List.of(), "");
        var kept = new HashSet<String>();
        var handled = new HashSet<String>();
        for (var i = 0; i < events.size(); i++) {
            if (i == restartAt) {
                ids = new HandledIds(capacity, kept, ids.horizon());
            }
            var id = "%03d".formatted(events.get(i));
            if (!ids.contains(id)) {
                kept.add(id);
                ids.add(id).ifPresent(kept::remove);
                handled.add(id);
            }
            assertThat(handled).allMatch(ids::contains);
            assertThat(kept).hasSizeLessThanOrEqualTo(capacity);
        }
    }
}
