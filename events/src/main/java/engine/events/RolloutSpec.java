package engine.events;

import java.time.Duration;
import java.util.Optional;

/**
 * How a rollout goes from node to node.
 *
 * @param maxParallel how many nodes at once
 * @param batch after the canaries, nodes go in groups of this size: the next group starts when all of one are over
 * @param maxFailures nodes that may fail; with one more, no further node starts
 * @param canary nodes that go first; the others start when all of these are over
 * @param pause waits for the operator after the canaries. Without it the rollout goes on if all of them succeeded, and
 *     waits too if one failed
 * @param timeout within which a node's runs must be over, from the moment the event is fired there
 * @param untilHealthy a node has succeeded when its services pass after the runs, which must be within this time; empty
 *     when the runs are enough
 * @param healthyFor how long they must pass without a break, from the end of the runs on
 */
public record RolloutSpec(
        RolloutOrder order,
        Share maxParallel,
        Optional<Share> batch,
        int maxFailures,
        int canary,
        boolean pause,
        Duration timeout,
        Optional<Duration> untilHealthy,
        Duration healthyFor) {
    public static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    public RolloutSpec {
        if (maxFailures < 0) {
            throw new IllegalArgumentException("max-failures must be at least 0, was " + maxFailures);
        }
        if (canary < 0) {
            throw new IllegalArgumentException("canary must be at least 0, was " + canary);
        }
        if (pause && canary == 0) {
            throw new IllegalArgumentException("pause is after the canaries: it needs canary to be at least 1");
        }
        check("timeout", timeout);
        untilHealthy.ifPresent(within -> {
            check("healthy-timeout", within);
            if (healthyFor.isNegative() || healthyFor.compareTo(within) >= 0) {
                throw new IllegalArgumentException("healthy-for must be less than healthy-timeout, %s, was %s"
                        .formatted(Outcome.text(within), Outcome.text(healthyFor)));
            }
        });
    }

    private static void check(String name, Duration timeout) {
        if (!timeout.isPositive() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("%s must be more than 0 and at most %d days, was %s"
                    .formatted(name, MAX_TIMEOUT.toDays(), Outcome.text(timeout)));
        }
    }

    /**
     * The end of the group of nodes that a node is in: those before it may be at work together with it.
     *
     * @param index of the node in the order
     * @param nodes how many there are
     * @return index of the first node after the group
     */
    int groupEnd(int index, int nodes) {
        if (index < canary) {
            return Math.min(canary, nodes);
        }
        long size = batch.map(share -> share.of(nodes)).orElse(nodes);
        return Math.toIntExact(Math.min(nodes, canary + ((index - canary) / size + 1) * size));
    }
}
