package engine.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** A blocking query that is asked again and again, each time for what is newer than the last answer. */
final class LongPoll {
    /** How much later than asked an agent may answer, beside the sixteenth that it adds to spread its answers. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Api api;
    private final Supplier<Target> query;
    private final Order order;
    private String index = "";

    /** What indexes of answers mean. */
    enum Order {
        /** They grow; one that goes back is of an agent that has started anew, and so does the query. */
        RESTARTING,
        /** They grow, and one that goes back is of an agent that is behind. */
        FORWARD,
        /** They are equal or different, as those of events. */
        NONE
    }

    LongPoll(Api api, Supplier<Target> query, Order order) {
        this.api = api;
        this.query = query;
        this.order = order;
    }

    /** Starts behind an index that was seen before; empty for the present state. */
    LongPoll from(String seen) {
        index = seen;
        return this;
    }

    /** Asks; the answer, of any status, comes at once unless an index was seen before. */
    Reply ask(Duration wait) {
        var target = query.get();
        if (index.isEmpty()) {
            return api.send("GET", target, new byte[0], Api.TIMEOUT);
        }
        target.with("index", index).with("wait", Math.max(1, wait.toMillis()) + "ms");
        return api.send(
                "GET", target, new byte[0], wait.plus(wait.dividedBy(16)).plus(GRACE));
    }

    /** An answer was dealt with: the next question is for what is newer. */
    void seen(Reply reply) {
        var next = reply.index();
        index = switch (order) {
            case NONE -> next;
            case RESTARTING -> isBefore(next, index) ? "" : next;
            case FORWARD -> isBefore(next, index) ? index : next;
        };
    }

    private static boolean isBefore(String next, String last) {
        return !last.isEmpty()
                && (next.isEmpty()
                        || Long.compareUnsigned(Long.parseUnsignedLong(next), Long.parseUnsignedLong(last)) < 0);
    }

    /** Whether the next question can wait at the agent; if not, pause before it. */
    boolean waits() {
        return !index.isEmpty();
    }

    String index() {
        return index;
    }
}
