package engine.kv;

import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What a batch did.
 *
 * @param outcomes one for each of its commands, in their order
 * @param changes of keys in the order in which they happened; a time to live that starts anew is none
 * @param sessions that came or ended; a renewal is none
 * @param documents that were kept or forgotten, in order
 * @param queries that were kept or deleted, in order
 * @param effects of {@link Step.Catalog} in transactions that held, in order; none is empty
 */
public record Applied(
        State after,
        List<Outcome> outcomes,
        List<KvChange> changes,
        List<SessionChange> sessions,
        List<DocumentChange> documents,
        List<QueryChange> queries,
        List<ByteString> effects) {
    public Applied {
        outcomes = List.copyOf(outcomes);
        changes = List.copyOf(changes);
        sessions = List.copyOf(sessions);
        documents = List.copyOf(documents);
        queries = List.copyOf(queries);
        effects = List.copyOf(effects);
    }
}
