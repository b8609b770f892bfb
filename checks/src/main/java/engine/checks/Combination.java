package engine.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The state of a check that is made of others. */
final class Combination {

    private Combination() {}

    /**
     * All of them: as bad as the worst. Any of them: as good as the best. One that is not there is critical, one that is suppressed
     * counts as what it shows.
     *
     * @param results what a check of this node shows, by id; empty where there is none
     */
    static Result of(CheckSpec.Combined spec, Function<String, Optional<Result>> results) {
        var worst = Status.PASSING;
        var best = Status.CRITICAL;
        var passing = 0;
        var others = new ArrayList<String>();
        for (var id : spec.checks()) {
            var status = results.apply(id).map(Result::status);
            worst = worst.worse(status.orElse(Status.CRITICAL));
            best = status.orElse(Status.CRITICAL).compareTo(best) < 0 ? status.orElseThrow() : best;
            if (status.filter(found -> found == Status.PASSING).isPresent()) {
                passing++;
            } else {
                others.add(id + " " + status.map(Status::text).orElse("is not there"));
            }
        }
        return new Result(
                spec.all() ? worst : best, output(passing, spec.checks().size(), others));
    }

    private static String output(int passing, int size, List<String> others) {
        var count = passing + " of " + size + " passing";
        return others.isEmpty() ? count : count + ": " + String.join(", ", others);
    }
}
