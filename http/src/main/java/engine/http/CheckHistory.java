package engine.http;

import java.time.Instant;
import java.util.List;

/**
 * A check and how it came to be as it is.
 *
 * @param since when it came to its present status
 * @param changes how often its status has changed since the check has been known, also by transitions that are forgotten
 * @param transitions the latest changes of its status, the oldest first
 */
public record CheckHistory(Check check, Instant since, long changes, List<Transition> transitions) {
    public CheckHistory {
        transitions = List.copyOf(transitions);
    }

    /** A change of status, with the beginning of the output that came with it. */
    public record Transition(Instant at, String from, String to, String output) {}
}
