package engine.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request for the history of events asks for. */
final class EventSearch {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    private static final Set<String> STATUSES =
            Set.of("queued", "running", "succeeded", "failed", "timed-out", "skipped", "interrupted", "elsewhere");

    private static final List<String> FILTERS = List.of("name", "since", "before", "after", "node", "status");
    private static final Pattern EVENT_ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private EventSearch() {}

    /**
     * From {@code name}, {@code since}, {@code before}, {@code after}, {@code node}, {@code status} and {@code limit}; a
     * {@link Refusal} for a bad one.
     */
    static UserEvents.Search of(Query query, Instant now) {
        var before = query.first("before");
        var isId = EVENT_ID.matcher(before).matches();
        return new UserEvents.Search(
                query.first("name"),
                time("since", "", query.first("since"), now),
                isId ? Optional.empty() : time("before", ", or the id of an event", before, now),
                isId ? before.toLowerCase(Locale.ROOT) : "",
                after(query.first("after")),
                query.first("node"),
                status(query.first("status")),
                limit(query.first("limit")));
    }

    /** The same for a deletion, which says what it means: by at least one of them, or {@code all}. */
    static UserEvents.Search purge(Query query, Instant now) {
        if (query.has("limit")) {
            throw new Refusal(400, "Invalid limit: a deletion takes none.");
        }
        var named = FILTERS.stream().anyMatch(filter -> !query.first(filter).isEmpty());
        var all = query.has("all")
                && (query.first("all").isEmpty()
                        || Numbers.truth(query.first("all"), "Invalid all: it is true or false."));
        if (named == all) {
            throw new Refusal(
                    400,
                    all
                            ? "Invalid all: it goes without name, since, before, after, node and status."
                            : "Missing what to delete: name, since, before, after, node or status, or all for everything.");
        }
        var search = of(query, now);
        return new UserEvents.Search(
                search.name(),
                search.since(),
                search.before(),
                search.beforeId(),
                search.after(),
                search.node(),
                search.status(),
                Integer.MAX_VALUE);
    }

    private static long after(String text) {
        var after = text.isEmpty() ? 0 : Numbers.unsigned(text).orElse(-1);
        if (after < 0) {
            throw new Refusal(400, "Invalid after: it is a logical time, the LTime of an event.");
        }
        return after;
    }

    private static Optional<Instant> time(String name, String also, String text, Instant now) {
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
                    "Invalid %s: it is a duration such as 1h30m, or a time such as 2026-01-02T15:04:05Z (RFC 3339)%s."
                            .formatted(name, also));
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
