package engine.local;

import engine.checks.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a check came to be as it is.
 *
 * @param changes how often its status has changed since the check has been known, also by changes that are forgotten
 * @param last the latest changes, the oldest first
 */
public record CheckPast(long changes, List<Transition> last) {
    /** Of a check that has never changed. */
    public static final CheckPast NONE = new CheckPast(0, List.of());
    /** Changes that are remembered of one check. */
    static final int MOST = 50;
    /** Characters of output that are remembered with a change. */
    static final int MOST_OUTPUT = 512;

    public CheckPast {
        last = List.copyOf(last);
    }

    /**
     * A change of status.
     *
     * @param number of the check's changes, from 1
     * @param output of the result that changed it, its beginning
     */
    public record Transition(long number, Instant at, Status from, Status to, String output) {
        public Transition {
            output = beginning(output);
        }

        private static String beginning(String text) {
            if (text.length() <= MOST_OUTPUT) {
                return text;
            }
            var end = Character.isHighSurrogate(text.charAt(MOST_OUTPUT - 1)) ? MOST_OUTPUT - 1 : MOST_OUTPUT;
            return text.substring(0, end);
        }

        /** The form in which it is kept: from, to, time, output, a line each but for the last, which may have many. */
        String text() {
            return from.text() + '\n' + to.text() + '\n' + at + '\n' + output;
        }

        /** The transition that {@link #text()} gave; empty for any other text. */
        static Optional<Transition> parse(long number, String text) {
            var parts = text.split("\n", 4);
            if (parts.length < 4 || number < 1) {
                return Optional.empty();
            }
            try {
                var at = Instant.parse(parts[2]);
                return Status.parse(parts[0])
                        .flatMap(from ->
                                Status.parse(parts[1]).map(to -> new Transition(number, at, from, to, parts[3])));
            } catch (DateTimeParseException _) {
                return Optional.empty();
            }
        }
    }

    /** With one change more; beyond {@link #MOST} the oldest is forgotten. */
    CheckPast then(Instant at, Status from, Status to, String output) {
        return with(new Transition(changes + 1, at, from, to, output));
    }

    /** With a change that comes after all that are known. */
    CheckPast with(Transition next) {
        var all = new ArrayList<>(last);
        all.add(next);
        return new CheckPast(next.number(), all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    /** Without the oldest change, which is still counted. */
    CheckPast forgetOldest() {
        return last.isEmpty() ? this : new CheckPast(changes, last.subList(1, last.size()));
    }
}
