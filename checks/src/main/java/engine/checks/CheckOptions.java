package engine.checks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the definition of a check may say beyond what Consul has.
 *
 * @param jitter each run comes up to so much earlier or later than the interval says
 * @param initialDelay time to the first run; empty for a random part of the interval
 * @param exitCodes what the exit codes of a script mean
 * @param flapping when it changes too often to be believed; empty for never
 * @param dependsOn ids of checks of this node: while one of them has failed, this one is suppressed when it fails
 * @param onFail what to do when it fails, shown with its output; empty for nothing
 * @param routing whether it decides if what it belongs to is given to those who look for services; else it is only shown
 */
public record CheckOptions(
        Duration jitter,
        Optional<Duration> initialDelay,
        ExitCodes exitCodes,
        Optional<FlapPolicy> flapping,
        List<String> dependsOn,
        String onFail,
        boolean routing) {

    /** As a definition of Consul, which says none of it. */
    public static final CheckOptions NONE =
            new CheckOptions(Duration.ZERO, Optional.empty(), ExitCodes.DEFAULT, Optional.empty(), List.of(), "", true);

    /** Checks that one may depend on, or be made of. */
    public static final int MOST_CHECKS = 64;

    /** Characters of {@code on-fail}. */
    public static final int MOST_ON_FAIL = 1024;

    public CheckOptions {
        dependsOn = List.copyOf(dependsOn);
        if (jitter.isNegative()) {
            throw new IllegalArgumentException("jitter must not be negative");
        }
        if (dependsOn.size() > MOST_CHECKS) {
            throw new IllegalArgumentException(
                    "depends-on names " + dependsOn.size() + " checks; at most " + MOST_CHECKS);
        }
        if (onFail.length() > MOST_ON_FAIL) {
            throw new IllegalArgumentException(
                    "on-fail has " + onFail.length() + " characters; at most " + MOST_ON_FAIL);
        }
    }
}
