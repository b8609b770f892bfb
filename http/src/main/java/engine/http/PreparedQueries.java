package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to prepared queries. Reads come from one immutable snapshot; what cannot be done is a {@link Refusal}. */
public interface PreparedQueries {

    /** All of them in order of their ids, by {@link Topic.PreparedQueries}. */
    Indexed<List<PreparedQuery>> list();

    /** One of them by its id, in any case; refused when it cannot be an id. */
    Indexed<Optional<PreparedQuery>> get(String id);

    /** The query that answers for an id or a name, with its template filled in; refused for a template by its id. */
    Optional<PreparedQuery> resolve(String idOrName);

    /** The instances that a query finds now, those that shall be asked first in front; empty where none answers for it. */
    Optional<Executed> execute(String idOrName, Asker asker);

    /** Creates one; completes with its id when a read here sees it. */
    CompletionStage<String> create(PreparedQuery asked, Context context);

    /** Puts another definition in place of the one with its id. */
    CompletionStage<Done> update(PreparedQuery asked, Context context);

    CompletionStage<Done> delete(String id, Context context);

    /**
     * For whom a query is executed.
     *
     * @param near the node that the request names, {@code _agent} or {@code _ip}; empty to leave that to the query
     * @param agent name of the agent that was asked
     * @param address of the client; empty where it is not known
     * @param limit most instances; 0 for all
     * @param connect whether only proxies of the service mesh are wanted
     */
    record Asker(String near, String agent, String address, int limit, boolean connect) {}

    /** What came of it. */
    record Executed(PreparedQuery query, List<Instance> instances) {}
}
