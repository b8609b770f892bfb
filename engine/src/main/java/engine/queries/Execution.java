package engine.queries;

import engine.http.PreparedQueries.Asker;
import engine.http.PreparedQuery;
import engine.state.DocumentsView;
import engine.state.Published;
import engine.state.ServiceInstance;
import engine.state.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Executes prepared queries on the latest picture. Safe for use by many threads. */
public final class Execution {
    /** What the names of prepared queries begin with among the documents of a picture; the id follows. */
    public static final String KIND = DocumentsView.QUERIES;

    private final Published published;
    private final Distances distances;
    private volatile Made made;

    /** A table and the documents that it was made of. */
    private record Made(DocumentsView from, QueryTable table) {}

    public Execution(Published published, Distances distances) {
        this.published = published;
        this.distances = distances;
        this.made = new Made(
                published.current().documents(),
                QueryTable.EMPTY.of(published.current().documents()));
    }

    /**
     * What came of it.
     *
     * @param query with its template filled in
     * @param instances those that shall be asked first in front
     * @param ordered whether their order means something; else it is by chance
     */
    public record Result(PreparedQuery query, List<ServiceInstance> instances, boolean ordered) {}

    /** All that is known of prepared queries. */
    QueryTable table() {
        return table(published.current().documents());
    }

    @SuppressWarnings("ReferenceEquality") // views are immutable: the same object is the same view
    QueryTable table(DocumentsView documents) {
        var last = made;
        if (last.from() != documents) {
            // Two threads may make it at once: both make the same.
            last = new Made(documents, last.table().of(documents));
            made = last;
        }
        return last.table();
    }

    Snapshot picture() {
        return published.current();
    }

    /**
     * Empty where no query answers for the id or name.
     *
     * @throws engine.http.Refusal where one does that cannot be executed
     */
    public Optional<Result> of(String idOrName, Asker asker) {
        var picture = published.current();
        return table(picture.documents()).resolve(idOrName).map(asked -> result(picture, asked, asker));
    }

    private Result result(Snapshot picture, KnownQuery.Asked asked, Asker asker) {
        var wanted = asked.query().service();
        // There is no service mesh: nothing has a proxy of it.
        List<ServiceInstance> taken = wanted.connect() || asker.connect()
                ? List.of()
                : asked.of(picture.catalog().service(wanted.service()));
        var near = near(picture, asker.near().isEmpty() ? wanted.near() : asker.near(), asker);
        var random = ThreadLocalRandom.current();
        return near.isEmpty()
                ? new Result(asked.query(), Ordering.random(taken, asker.limit(), random), false)
                : new Result(asked.query(), Ordering.near(near, taken, asker.limit(), distances, random), true);
    }

    /** Name of the node that is meant; empty where none is. */
    private static String near(Snapshot picture, String near, Asker asker) {
        return switch (near) {
            case "_agent" -> asker.agent();
            case "_ip" ->
                picture.catalog().nodes().values().stream()
                        .flatMap(state -> Optional.ofNullable(state.node()).stream())
                        .map(node -> node.value())
                        .filter(node -> node.address().equals(asker.address()))
                        .map(node -> node.name())
                        .findFirst()
                        .orElse("");
            default -> near;
        };
    }
}
