package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prepared queries.
 *
 * @param all by their ids
 * @param named ids by the folded names that a query may have alone; the empty name is that of a template
 * @param bound ids by session, NUL and id
 */
record Queries(PersistentSortedMap<Query> all, PersistentSortedMap<String> named, PersistentSortedMap<String> bound) {
    static final Queries NONE =
            new Queries(PersistentSortedMap.empty(), PersistentSortedMap.empty(), PersistentSortedMap.empty());

    @Nullable
    Query get(String id) {
        return all.get(id);
    }

    /** Id of the query that has this name; null when it is free. */
    @Nullable
    String named(String name) {
        return named.get(Query.folded(name));
    }

    /** Ids of those that go with a session, in order. */
    List<String> of(String session) {
        var ids = new ArrayList<String>();
        bound.forPrefix(SessionWrites.canonical(session) + '\0', (_, id) -> ids.add(id));
        return ids;
    }

    Queries with(Query query) {
        var without = without(query.id());
        return new Queries(
                without.all.put(query.id(), query),
                hasName(query) ? without.named.put(Query.folded(query.name()), query.id()) : without.named,
                query.session().isEmpty() ? without.bound : without.bound.put(binding(query), query.id()));
    }

    Queries without(String id) {
        var there = all.get(id);
        if (there == null) {
            return this;
        }
        return new Queries(
                all.remove(id),
                hasName(there) ? named.remove(Query.folded(there.name())) : named,
                there.session().isEmpty() ? bound : bound.remove(binding(there)));
    }

    private static boolean hasName(Query query) {
        return query.template() || !query.name().isEmpty();
    }

    private static String binding(Query query) {
        return SessionWrites.canonical(query.session()) + '\0' + query.id();
    }
}
