package engine.queries;

import engine.http.PreparedQuery;
import engine.http.Refusal;
import engine.kv.Query;
import engine.state.DocumentsView;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All prepared queries of one picture, ready to be found. Immutable. */
final class QueryTable {
    static final QueryTable EMPTY = new QueryTable(Map.of(), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(QueryTable.class);

    private final Map<String, KnownQuery> byId;
    private final List<PreparedQuery> all;
    private final Map<String, KnownQuery> byName = new HashMap<>();
    private final Map<String, KnownQuery> byPrefix = new HashMap<>();
    /** Of a template's name. */
    private int longest;

    private QueryTable(Map<String, KnownQuery> byId, List<PreparedQuery> all) {
        this.byId = byId;
        this.all = all;
        for (var known : byId.values()) {
            var name = Query.folded(known.query().name());
            if (!name.isEmpty()) {
                byName.put(name, known);
            }
            if (known.query().isTemplate()) {
                byPrefix.put(name, known);
                longest = Math.max(longest, name.length());
            }
        }
    }

    /** That of another picture; what is as it was here is taken over. */
    QueryTable of(DocumentsView documents) {
        var now = new HashMap<String, KnownQuery>();
        var queries = new ArrayList<PreparedQuery>();
        documents.entries().forPrefix(Execution.KIND, (name, stored) -> {
            var id = name.substring(Execution.KIND.length());
            var known = known(id, stored);
            if (known != null) {
                now.put(id, known);
                queries.add(known.query());
            }
        });
        return new QueryTable(now, List.copyOf(queries));
    }

    private @Nullable KnownQuery known(String id, Stored<Value.Document> stored) {
        var known = byId.get(id);
        if (known != null && known.query().modifyIndex() == stored.modifyIndex()) {
            return known;
        }
        try {
            return KnownQuery.of(
                    QueryCodec.decode(stored.value().content(), stored.createIndex(), stored.modifyIndex()));
        } catch (IllegalArgumentException e) {
            LOG.error("prepared query {} cannot be read: {}", id, e.getMessage());
            return null;
        }
    }

    /** In order of their ids. */
    List<PreparedQuery> all() {
        return all;
    }

    Optional<PreparedQuery> get(String id) {
        return Optional.ofNullable(byId.get(id)).map(KnownQuery::query);
    }

    /** The one that answers: by its id, by its whole name, or the template with the longest name that this one begins with. */
    Optional<KnownQuery.Asked> resolve(String idOrName) {
        var folded = Query.folded(idOrName);
        var known = byId.get(folded);
        if (known != null) {
            if (known.query().isTemplate()) {
                throw new Refusal(500, "prepared query templates can only be resolved up by name, not by ID");
            }
            return Optional.of(known.asked(idOrName));
        }
        return Optional.ofNullable(byName.get(folded))
                .or(() -> template(folded))
                .map(found -> found.asked(idOrName));
    }

    private Optional<KnownQuery> template(String folded) {
        for (var length = Math.min(longest, folded.length()); length >= 0; length--) {
            var found = byPrefix.get(folded.substring(0, length));
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
