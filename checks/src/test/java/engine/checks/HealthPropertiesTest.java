package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HealthPropertiesTest {

    @Property
    void decidesAsOneWhoReadsTheWholeHistoryAgain(
            @ForAll("policies") Policy policy, @ForAll Status known, @ForAll("histories") List<Result> history) {
        var start = new Result(known, "known");
        var health = Health.of(start);
        for (int n = 0; n < history.size(); n++) {
            health = health.after(history.get(n), policy);
            assertThat(health.result()).isEqualTo(naive(start, history.subList(0, n + 1), policy));
        }
    }

    @Property
    void everyResultDecidesAtOnceWithoutThresholds(@ForAll Status known, @ForAll("histories") List<Result> history) {
        var health = Health.of(new Result(known, "known"));
        for (var result : history) {
            health = health.after(result, Policy.IMMEDIATE);
            assertThat(health.result()).isEqualTo(result);
        }
    }

    @Property
    void aFailureNeverMakesTheStatusBetterAndASuccessNeverWorseThanItself(
            @ForAll("policies") Policy policy, @ForAll Status known, @ForAll("histories") List<Result> history) {
        var health = Health.of(new Result(known, "known"));
        for (var result : history) {
            var before = health.result().status();
            health = health.after(result, policy);
            var after = health.result().status();
            if (result.status() == Status.CRITICAL) {
                assertThat(after).isGreaterThanOrEqualTo(before);
            } else {
                assertThat(after).isIn(before, result.status());
            }
        }
    }

    /** The rule as a person would apply it: walk the history once, look back for each result. */
    private static Result naive(Result known, List<Result> history, Policy policy) {
        var standing = known;
        for (int n = 1; n <= history.size(); n++) {
            var seen = history.subList(0, n);
            var result = seen.getLast();
            boolean failure = isFailure(result);
            int inARow = 0;
            while (inARow < n && isFailure(seen.get(n - 1 - inARow)) == failure) {
                inARow++;
            }
            if (result.status() == standing.status()) {
                standing = result;
            } else if (!failure && inARow >= policy.successBeforePassing()) {
                standing = result;
            } else if (failure && inARow >= policy.failuresBeforeCritical()) {
                standing = result;
            } else if (failure && inARow >= policy.failuresBeforeWarning()) {
                standing = new Result(Status.WARNING, result.output());
            }
        }
        return standing;
    }

    private static boolean isFailure(Result result) {
        return result.status() == Status.CRITICAL;
    }

    @Provide
    Arbitrary<Policy> policies() {
        var counts = Arbitraries.integers().between(1, 4);
        return Combinators.combine(counts, counts, counts)
                .as((passing, a, b) -> new Policy(passing, Math.min(a, b), Math.max(a, b)));
    }

    /** Each result has an output of its own, so that it shows which one stands. */
    @Provide
    Arbitrary<List<Result>> histories() {
        return Arbitraries.of(Status.class).list().ofMaxSize(20).map(statuses -> {
            var results = new ArrayList<Result>();
            for (var status : statuses) {
                results.add(new Result(status, "output " + results.size()));
            }
            return results;
        });
    }
}
