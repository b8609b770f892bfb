package engine.queries;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.Instance;
import engine.http.PreparedQueries;
import engine.http.PreparedQuery;
import engine.http.Refusal;
import engine.kv.Operation;
import engine.kv.Outcome;
import engine.kv.Query;
import engine.state.ServiceInstance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Prepared queries as HTTP sees them: read from the picture, written through the log.
 *
 * @param shown an instance in the words of HTTP
 */
public record HttpQueries(Execution execution, Writes writes, Function<ServiceInstance, Instance> shown)
        implements PreparedQueries {

    /** The way into the log; what is refused there fails with a {@link Refusal}. */
    @FunctionalInterface
    public interface Writes {
        CompletionStage<Outcome> submit(Supplier<Operation> operation, Context context);
    }

    @Override
    public Indexed<List<PreparedQuery>> list() {
        var documents = execution.picture().documents();
        return new Indexed<>(
                documents.changedAt(Execution.KIND), execution.table(documents).all());
    }

    @Override
    public Indexed<Optional<PreparedQuery>> get(String id) {
        var malformed = Query.malformed(id);
        if (malformed != null) {
            throw new Refusal(500, malformed);
        }
        var documents = execution.picture().documents();
        return new Indexed<>(
                documents.changedAt(Execution.KIND), execution.table(documents).get(id.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<PreparedQuery> resolve(String idOrName) {
        return execution.table().resolve(idOrName).map(KnownQuery.Asked::query);
    }

    @Override
    public Optional<PreparedQueries.Executed> execute(String idOrName, Asker asker) {
        return execution
                .of(idOrName, asker)
                .map(result -> new PreparedQueries.Executed(
                        result.query(), result.instances().stream().map(shown).toList()));
    }

    @Override
    public CompletionStage<String> create(PreparedQuery asked, Context context) {
        var id = UUID.randomUUID().toString();
        return keep(id, asked, true, context).thenApply(_ -> id);
    }

    @Override
    public CompletionStage<Done> update(PreparedQuery asked, Context context) {
        return keep(asked.id(), asked, false, context);
    }

    private CompletionStage<Done> keep(String id, PreparedQuery asked, boolean create, Context context) {
        checkTemplate(asked);
        return writes.submit(
                        () -> new Operation.KeepQuery(
                                new Query(
                                        id,
                                        asked.name(),
                                        asked.isTemplate(),
                                        asked.session(),
                                        QueryCodec.encode(id, asked),
                                        0,
                                        0),
                                create),
                        context)
                .thenApply(_ -> Done.getInstance());
    }

    private static void checkTemplate(PreparedQuery asked) {
        try {
            if (asked.isTemplate()) {
                Template.of(asked);
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(500, "failed compiling template: " + e.getMessage());
        }
    }

    @Override
    public CompletionStage<Done> delete(String id, Context context) {
        return writes.submit(() -> new Operation.DeleteQuery(id), context).thenApply(_ -> Done.getInstance());
    }
}
