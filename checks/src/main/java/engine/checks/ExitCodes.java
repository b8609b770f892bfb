package engine.checks;

import java.util.List;
import java.util.Set;

/** What the exit codes of a script mean: one that is in neither set is critical. */
public record ExitCodes(Set<Integer> passing, Set<Integer> warning) {

    /** 0 is passing, 1 is warning, as in Consul. */
    public static final ExitCodes DEFAULT = new ExitCodes(Set.of(0), Set.of(1));

    public ExitCodes {
        passing = Set.copyOf(passing);
        warning = Set.copyOf(warning);
        for (var codes : List.of(passing, warning)) {
            for (int code : codes) {
                if (code < 0 || code > 255) {
                    throw new IllegalArgumentException(
                            "exit-codes: an exit code is a number from 0 to 255, not " + code);
                }
            }
        }
        for (int code : passing) {
            if (warning.contains(code)) {
                throw new IllegalArgumentException(
                        "exit-codes: the exit code " + code + " is both passing and warning; keep one");
            }
        }
    }

    Status status(int exitCode) {
        return passing.contains(exitCode)
                ? Status.PASSING
                : warning.contains(exitCode) ? Status.WARNING : Status.CRITICAL;
    }
}
