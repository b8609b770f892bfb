package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class StaggerPropertiesTest {

    @Property
    void theFirstRunComesWithinAQuarterOfTheInterval(
            @ForAll @LongRange(min = 1, max = 86_400_000) long millis, @ForAll Random random) {
        var interval = Duration.ofMillis(millis);
        var first = Stagger.firstRun(interval, random);
        assertThat(first).isLessThanOrEqualTo(interval.dividedBy(4)).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(first.compareTo(interval.dividedBy(20)) >= 0 || first.compareTo(Duration.ofSeconds(3)) >= 0)
                .as("not before a twentieth of %s or 3 s: %s", interval, first)
                .isTrue();
    }
}
