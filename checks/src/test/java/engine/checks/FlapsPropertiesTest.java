package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FlapsPropertiesTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    /** Some seconds pass, then the status changes, or somebody only looks. */
    record Step(int seconds, boolean change) {}

    @Property
    void decidesAsOneWhoCountsAllChangesAnew(@ForAll("policies") FlapPolicy policy, @ForAll("steps") List<Step> steps) {
        var flaps = Flaps.NONE;
        var all = new ArrayList<Instant>();
        var flapping = false;
        var now = START;
        for (var step : steps) {
            now = now.plusSeconds(step.seconds());
            if (step.change()) {
                all.add(now);
                flaps = flaps.changed(now, policy);
            } else {
                flaps = flaps.at(now, policy);
            }
            var from = now.minus(policy.window());
            var count = all.stream().filter(change -> change.isAfter(from)).count();
            flapping = count >= policy.changes() || (flapping && count > policy.changes() / 2);
            assertThat(flaps.flapping()).as("after %s with %s", all, policy).isEqualTo(flapping);
            assertThat(flaps.changes()).hasSizeLessThanOrEqualTo(policy.changes());
        }
    }

    @Property
    void isCalmAtTheTimeItSaysAndNotBefore(@ForAll("policies") FlapPolicy policy, @ForAll("steps") List<Step> steps) {
        var flaps = Flaps.NONE;
        var now = START;
        for (var step : steps) {
            now = now.plusSeconds(step.seconds());
            flaps = flaps.changed(now, policy);
        }
        var calm = flaps.calmAt(policy);
        assertThat(calm.isPresent()).isEqualTo(flaps.flapping());
        if (calm.isPresent()) {
            assertThat(calm.get()).isAfter(now);
            assertThat(flaps.at(calm.get().minusNanos(1), policy).flapping()).isTrue();
            assertThat(flaps.at(calm.get(), policy).flapping()).isFalse();
        }
    }

    @Provide
    Arbitrary<FlapPolicy> policies() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, 6),
                        Arbitraries.integers().between(1, 60))
                .as((changes, seconds) -> new FlapPolicy(changes, Duration.ofSeconds(seconds), Status.WARNING));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.integers().between(0, 20), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
