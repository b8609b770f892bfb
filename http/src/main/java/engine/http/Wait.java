package engine.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a request says about blocking.
 *
 * @param index answer only what is newer; unsigned, 0 for "at once"
 * @param limit how long to wait at most
 * @param cancellation ends the wait before that
 * @param loop the thread that answers the client; empty where any may
 */
record Wait(long index, Duration limit, Cancellation cancellation, Optional<Executor> loop) {

    Wait(long index, Duration limit, Cancellation cancellation) {
        this(index, limit, cancellation, Optional.empty());
    }

    Wait(long index, Duration limit) {
        this(index, limit, Cancellation.NONE);
    }

    static Wait of(Call call, HttpSettings settings) {
        var wait = of(call.query(), settings);
        return new Wait(
                wait.index(),
                wait.limit(),
                call.request().cancellation(),
                call.request().loop());
    }

    /** From {@code index} and {@code wait}; a {@link Refusal} when either cannot be read. */
    static Wait of(Query query, HttpSettings settings) {
        return new Wait(index(query.first("index")), limit(query.first("wait"), settings));
    }

    /** The limit alone, for what blocks by something else than an index. */
    static Duration limit(String text, HttpSettings settings) {
        if (text.isEmpty()) {
            return settings.defaultWait();
        }
        var limit = GoDuration.parse(text).orElseThrow(() -> new Refusal(400, "Invalid wait time"));
        if (!limit.isPositive()) {
            return settings.defaultWait();
        }
        return limit.compareTo(settings.maxWait()) > 0 ? settings.maxWait() : limit;
    }

    private static long index(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return Numbers.unsigned(text).orElseThrow(() -> new Refusal(400, "Invalid index"));
    }
}
