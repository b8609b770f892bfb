package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.List;

/**
 * The consistent key-value store after some batches; immutable. The same batches make the same state everywhere.
 *
 * @param logId id of the log that made it; empty until {@link Operation.NameLog}
 * @param batches how many were applied: a clock for {@link ClientId#born()}
 * @param millis time of the last batch, since 1970; never goes back
 * @param index of the last command that wrote; 0 when nothing ever was written
 * @param catalog when transactions wrote into the catalog
 * @param documents by their names: no part of the keys
 */
public record State(
        String logId,
        long batches,
        long millis,
        long index,
        PersistentSortedMap<Entry> keys,
        PersistentSortedMap<Session> sessions,
        Locks locks,
        Deadlines deadlines,
        Retries retries,
        History history,
        Conflicts conflicts,
        CatalogTimes catalog,
        PersistentSortedMap<Document> documents,
        Queries preparedQueries) {

    /** Before the first batch. */
    public static State empty() {
        return new State(
                "",
                0,
                0,
                0,
                PersistentSortedMap.empty(),
                PersistentSortedMap.empty(),
                Locks.NONE,
                Deadlines.none(),
                Retries.NONE,
                History.since(0),
                Conflicts.NONE,
                CatalogTimes.NONE,
                PersistentSortedMap.empty(),
                Queries.NONE);
    }

    /** The prepared queries by their ids. */
    public PersistentSortedMap<Query> queries() {
        return preparedQueries.all();
    }

    /** The state after one more batch, and what each of its commands did. */
    public Applied apply(Batch batch) {
        return new Application(this, batch).run();
    }

    /**
     * What a transaction would give here and now; nothing is written. For those whose steps all read, this is all that there
     * is to do.
     *
     * @return {@link Outcome.TransactionDone} or {@link Outcome.TransactionFailed}
     */
    public Outcome dryRun(List<Step> steps) {
        var draft = new Draft(this, millis, index + 1);
        draft.begin("");
        return Transactions.run(draft, steps);
    }

    /** Keys that a session has locked, in order. */
    public List<String> lockedBy(String session) {
        return locks.of(session);
    }

    /** Until when a key cannot be locked, for its session ended: milliseconds since 1970; 0 when it can be. */
    public long lockDelayedUntil(String key) {
        var until = locks.delays().get(key);
        return until == null || until <= millis ? 0 : until;
    }

    /** Without contents: values are secrets. */
    @Override
    public String toString() {
        return "State(log " + logId + ", " + batches + " batches, index " + index + ", " + keys.size() + " keys, "
                + sessions.size() + " sessions)";
    }
}
