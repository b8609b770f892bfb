package engine.events;

import java.time.Duration;
import java.util.Map;

/**
 * What a node saw happen that one of its own triggers waits for, where nobody fired an event.
 *
 * @param text in words, for people
 * @param claim what every node calls it that saw the same
 * @param blur how far apart the times of two nodes may lie for the same thing, where {@code claim} does not tell this time from an
 *     earlier one
 * @param variables of the environment, for the runs
 */
public record Cause(String text, String claim, Duration blur, Map<String, String> variables) {
    public Cause {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a cause needs words");
        }
        variables = Map.copyOf(variables);
    }

    /** What the log of events has of it: the values may be large, and are nobody's business there. */
    public Cause recorded() {
        return new Cause(text, claim, blur, Map.of());
    }
}
