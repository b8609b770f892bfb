package engine.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** What a request for the history of events asks for. */
final class EventSearch {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    private static final Set<String> STATUSES =
            Set.of("queued", "running", "succeeded", "failed", "timed-out", "skipped", "interrupted", "elsewhere");

    private EventSearch() {}

    /** From {@code name}, {@code since}, {@code node}, {@code status} and {@code limit}; a {@link Refusal} for a bad one. */
    static UserEvents.Search of(Query query, Instant now) {
        return new UserEvents.Search(
                query.first("name"),
                since(query.first("since"), now),
                query.first("node"),
                status(query.first("status")),
                limit(query.first("limit")));
    }

    private static Optional<Instant> since(String text, Instant now) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var ago = GoDuration.parse(text);
            return Optional.of(
                    ago.isPresent()
                            ? now.minus(ago.get())
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw new Refusal(
                    400,
                    "Invalid since: it is a duration such as 1h30m, or a time such as 2026-01-02T15:04:05Z (RFC 3339).");
        }
    }

    private static String status(String text) {
        if (!text.isEmpty() && !STATUSES.contains(text)) {
            throw new Refusal(
                    400,
                    "Invalid status: a run is queued, running, succeeded, failed, timed-out, skipped, interrupted or elsewhere.");
        }
        return text;
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        var limit = Numbers.unsigned(text).orElse(0);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Refusal(400, "Invalid limit: it is a number from 1 to " + MAX_LIMIT + ".");
        }
        return (int) limit;
    }
}
