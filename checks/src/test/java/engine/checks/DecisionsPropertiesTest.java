package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a check shows, by the rules that are small. */
class DecisionsPropertiesTest {

    private static final CheckOptions FLAPPING = new CheckOptions(
            Duration.ZERO,
            Optional.empty(),
            ExitCodes.DEFAULT,
            Optional.of(new FlapPolicy(4, Duration.ofMinutes(10), Status.WARNING)),
            List.of("gateway"),
            "restart it",
            true);

    @Property
    void allOfIsTheWorstAndAnyOfTheBest(@ForAll("shown") Map<String, Status> statuses) {
        var ids = List.of("a", "b", "c");
        var there = ids.stream()
                .map(id -> statuses.getOrDefault(id, Status.CRITICAL))
                .sorted()
                .toList();
        assertThat(combined(true, ids, statuses)).isEqualTo(there.getLast());
        assertThat(combined(false, ids, statuses)).isEqualTo(there.getFirst());
    }

    private static Status combined(boolean all, List<String> ids, Map<String, Status> statuses) {
        return Combination.of(
                        new CheckSpec.Combined(all, ids),
                        id -> Optional.ofNullable(statuses.get(id)).map(status -> new Result(status, "")))
                .status();
    }

    @Provide
    Arbitrary<Map<String, Status>> shown() {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c"), Arbitraries.of(Status.class));
    }

    @Example
    void aCombinationNamesWhatIsNotWell() {
        var results = new HashMap<>(Map.of("a", new Result(Status.PASSING, ""), "b", new Result(Status.WARNING, "")));
        assertThat(Combination.of(
                        new CheckSpec.Combined(true, List.of("a", "b", "c")),
                        id -> Optional.ofNullable(results.get(id))))
                .isEqualTo(new Result(Status.CRITICAL, "1 of 3 passing: b warning, c is not there"));
    }

    @Property
    void aCheckIsNeverShownRedWhileWhatItDependsOnIsDown(
            @ForAll Status found, @ForAll boolean flapping, @ForAll boolean down) {
        var shown = Shown.of(
                new Result(found, "said"),
                FLAPPING,
                flapping,
                down ? List.of("check 'gateway', which is critical") : List.of());
        assertThat(shown.result().status() == Status.CRITICAL).isEqualTo(found == Status.CRITICAL && !down);
        assertThat(shown.suppressed()).isEqualTo(found == Status.CRITICAL && down);
        assertThat(shown.isDown()).isEqualTo(found == Status.CRITICAL);
        assertThat(shown.result().status())
                .isGreaterThanOrEqualTo(flapping || (down && found == Status.CRITICAL) ? Status.WARNING : found);
        assertThat(shown.result().output()).contains("said");
        assertThat(shown.result().output().contains("restart it"))
                .isEqualTo(shown.result().status() != Status.PASSING && !shown.suppressed());
    }

    @Example
    void theOutputSaysWhy() {
        var found = new Result(Status.CRITICAL, "refused");
        assertThat(Shown.of(found, FLAPPING, false, List.of("check 'gateway', which is critical"))
                        .result())
                .isEqualTo(new Result(
                        Status.WARNING, "Suppressed: depends on check 'gateway', which is critical. refused"));
        assertThat(Shown.of(new Result(Status.PASSING, "fine"), FLAPPING, true, List.of())
                        .result())
                .isEqualTo(new Result(
                        Status.WARNING,
                        "Flapping: at least 4 changes of status within 10m0s. Last result passing: fine\n"
                                + "On failure: restart it"));
        assertThat(Shown.of(found, CheckOptions.NONE, true, List.of()).result()).isEqualTo(found);
    }

    @Property
    void aServiceHasWhatIsLeftOfItsTimeButAlwaysASecondChance(
            @ForAll @IntRange(min = 60, max = 100_000) int after,
            @ForAll @IntRange(min = -100, max = 200_000) int passed) {
        var left = Expiry.left(Duration.ofSeconds(after), Duration.ofSeconds(passed))
                .toSeconds();
        assertThat(left).isEqualTo(passed <= 0 ? after : Math.max(60, after - passed));
    }

    @Property
    void runsDifferFromTheIntervalByTheJitterAtMost(
            @ForAll @LongRange(min = 1_000, max = 100_000) long interval,
            @ForAll @LongRange(min = 0, max = 500) long jitter,
            @ForAll Random random) {
        var next = new Pace(Duration.ZERO, Duration.ofMillis(interval), Duration.ofMillis(jitter), random).next();
        assertThat(next).isBetween(Duration.ofMillis(interval - jitter), Duration.ofMillis(interval + jitter));
    }

    @Property
    void exitCodesMeanWhatIsSaid(@ForAll @IntRange(min = -1, max = 300) int code) {
        var codes = new ExitCodes(Set.of(0, 3), Set.of(1));
        assertThat(codes.status(code))
                .isEqualTo(code == 0 || code == 3 ? Status.PASSING : code == 1 ? Status.WARNING : Status.CRITICAL);
    }

    @Example
    void whatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> new ExitCodes(Set.of(0, 1), Set.of(1)))
                .hasMessage("exit-codes: the exit code 1 is both passing and warning; keep one");
        assertThatThrownBy(() -> new ExitCodes(Set.of(256), Set.of())).hasMessageContaining("0 to 255");
        assertThatThrownBy(() -> new FlapPolicy(1, Duration.ofMinutes(1), Status.WARNING))
                .hasMessage("flap-changes must be between 2 and 100, was 1");
        assertThatThrownBy(() -> new FlapPolicy(2, Duration.ofMillis(1), Status.WARNING))
                .hasMessageContaining("flap-window must be between 1s and 24h");
        assertThatThrownBy(() -> new FlapPolicy(2, Duration.ofMinutes(1), Status.PASSING))
                .hasMessage("flap-status must be warning or critical");
        assertThatThrownBy(() -> new CheckSpec.Combined(true, List.of())).hasMessageContaining("all-of needs");
    }
}
