package engine.proposal;

import engine.kv.Operation;
import engine.kv.State;
import java.util.ArrayList;
import java.util.List;

/**
 * What the leader ends because its time to live has passed. Nothing that could not be renewed for want of a leader: a session,
 * and a key, live on for half of their time, {@value #MOST_GRACE} ms at most, after a server took the lead.
 */
final class Expiry {
    private static final long MOST_GRACE = 10_000;
    /** Most that end at once. */
    private static final int MOST = 1_000;

    private Expiry() {}

    /**
     * What ends.
     *
     * @param millis the log's time
     * @param leading milliseconds since this server took the lead
     */
    static List<Operation> due(State state, long millis, long leading) {
        var operations = new ArrayList<Operation>(2);
        for (var operation : state.deadlines().due(millis, MOST)) {
            if (operation instanceof Operation.ExpireSessions(var ids)) {
                var over = ids.stream()
                        .filter(id -> leading >= graceOfSession(state, id))
                        .toList();
                if (!over.isEmpty()) {
                    operations.add(new Operation.ExpireSessions(over));
                }
            } else if (operation instanceof Operation.ExpireKeys(var keys)) {
                var over = keys.stream()
                        .filter(key -> leading >= graceOfKey(state, key))
                        .toList();
                if (!over.isEmpty()) {
                    operations.add(new Operation.ExpireKeys(over));
                }
            }
        }
        return operations;
    }

    private static long graceOfSession(State state, String id) {
        var session = state.sessions().get(id);
        return session == null ? 0 : grace(session.ttlMillis());
    }

    private static long graceOfKey(State state, String key) {
        var entry = state.keys().get(key);
        return entry == null ? 0 : grace(entry.expiresAt() - entry.writtenAt());
    }

    private static long grace(long timeToLive) {
        return Math.min(timeToLive / 2, MOST_GRACE);
    }
}
