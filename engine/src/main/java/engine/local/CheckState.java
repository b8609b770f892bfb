package engine.local;

import engine.checks.Result;
import engine.checks.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a check found last.
 *
 * @param since when it came to this status
 */
public record CheckState(Status status, String output, Instant since) {

    Result result() {
        return new Result(status, output);
    }

    /** With what was found now. */
    CheckState found(Status now, String text, Instant at) {
        return new CheckState(now, text, now == status ? since : at);
    }

    /** The form in which it is kept: status, time, output, a line each but for the last, which may have many. */
    String text() {
        return status.text() + '\n' + since + '\n' + output;
    }

    /** The state that {@link #text()} gave; empty for any other text. */
    static Optional<CheckState> parse(String text) {
        var parts = text.split("\n", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        try {
            var since = Instant.parse(parts[1]);
            return Status.parse(parts[0]).map(status -> new CheckState(status, parts[2], since));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
