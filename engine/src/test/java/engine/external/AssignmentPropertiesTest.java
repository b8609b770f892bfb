package engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AssignmentPropertiesTest {

    private static List<Key.Check> checks(int count, int seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Key.Check("node" + seed + "-" + i / 3, "check" + i))
                .toList();
    }

    private static List<String> probers(int count, int seed) {
        return IntStream.range(0, count).mapToObj(i -> "s" + seed + "." + i).toList();
    }

    private static long moved(Map<Key.Check, String> before, Map<Key.Check, String> after) {
        return before.entrySet().stream()
                .filter(pair -> !pair.getValue().equals(after.get(pair.getKey())))
                .count();
    }

    @Property(tries = 300)
    void eachHasOneProberAndNoneHasMoreThanOneMoreThanAnother(
            @ForAll @IntRange(max = 400) int checks,
            @ForAll @IntRange(min = 1, max = 9) int probers,
            @ForAll int seed) {
        var names = probers(probers, seed);
        var assigned = Assignment.of(checks(checks, seed), names);
        assertThat(assigned).hasSize(checks);
        assertThat(names).containsAll(assigned.values());
        var loads = names.stream()
                .mapToLong(
                        name -> assigned.values().stream().filter(name::equals).count())
                .summaryStatistics();
        assertThat(loads.getMax() - loads.getMin()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 100)
    void theOrderInWhichTheyAreKnownDoesNotMatter(
            @ForAll @IntRange(max = 200) int checks,
            @ForAll @IntRange(min = 1, max = 7) int probers,
            @ForAll int seed) {
        var shuffledChecks = new ArrayList<>(checks(checks, seed));
        var shuffledProbers = new ArrayList<>(probers(probers, seed));
        Collections.shuffle(shuffledChecks, new Random(seed));
        Collections.shuffle(shuffledProbers, new Random(seed));
        assertThat(Assignment.of(shuffledChecks, shuffledProbers))
                .isEqualTo(Assignment.of(checks(checks, seed), probers(probers, seed)));
    }

    /** Without its own, a tenth of all and two for each prober. */
    @Property(tries = 200)
    void whenAProberGoesFewMoveThatWereNotItsOwn(
            @ForAll @IntRange(max = 1000) int checks,
            @ForAll @IntRange(min = 2, max = 7) int probers,
            @ForAll int seed) {
        var all = checks(checks, seed);
        var names = probers(probers, seed);
        var before = Assignment.of(all, names);
        var dead = names.get(Math.floorMod(seed, probers));
        var left = names.stream().filter(name -> !name.equals(dead)).toList();
        var after = Assignment.of(all, left);
        assertThat(after.values()).doesNotContain(dead);
        var others = new HashMap<>(before);
        others.values().removeIf(dead::equals);
        assertThat(moved(others, after)).isLessThanOrEqualTo(checks / 10 + 2L * probers);
    }

    @Property(tries = 200)
    void whenACheckComesFewOthersMove(
            @ForAll @IntRange(max = 500) int checks,
            @ForAll @IntRange(min = 1, max = 7) int probers,
            @ForAll int seed) {
        var names = probers(probers, seed);
        var before = Assignment.of(checks(checks, seed), names);
        var after = Assignment.of(checks(checks + 1, seed), names);
        assertThat(moved(before, after)).isLessThanOrEqualTo(checks / 10 + 2L * probers);
    }

    @Property(tries = 100)
    void beyondTheMostOfEachNobodyProbes(
            @ForAll @IntRange(max = 100) int checks,
            @ForAll @IntRange(min = 1, max = 5) int probers,
            @ForAll @IntRange(min = 1, max = 10) int most) {
        var names = probers(probers, 1);
        var assigned = Assignment.of(checks(checks, 1), names, most);
        assertThat(assigned).hasSize(Math.min(checks, probers * most));
        for (var name : new HashSet<>(assigned.values())) {
            assertThat(assigned.values().stream().filter(name::equals).count()).isLessThanOrEqualTo(most);
        }
    }

    @Property(tries = 10)
    void withoutProbersNobodyDoes(@ForAll @IntRange(max = 10) int checks) {
        assertThat(Assignment.of(checks(checks, 1), List.of())).isEmpty();
    }
}
