package engine.checks;

import java.time.Duration;

/**
 * When a check changes too often to be believed.
 *
 * @param changes so many changes of status within the window make it flap, 2 to 100
 * @param window 1 s to 24 h
 * @param atLeast while it flaps it is shown as no better than this: warning or critical
 */
public record FlapPolicy(int changes, Duration window, Status atLeast) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public FlapPolicy {
        if (changes < 2 || changes > 100) {
            throw new IllegalArgumentException("flap-changes must be between 2 and 100, was " + changes);
        }
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "flap-window must be between 1s and 24h, was " + Output.ofDuration(window));
        }
        if (atLeast == Status.PASSING) {
            throw new IllegalArgumentException("flap-status must be warning or critical");
        }
    }

    /** As few changes within the window as this, and the check is calm again: half of what makes it flap. */
    int calm() {
        return changes / 2;
    }
}
