package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port of a server that has no order of all writes. */
enum UnavailableQueries implements PreparedQueries {
    INSTANCE;

    @Override
    public Indexed<List<PreparedQuery>> list() {
        throw refusal();
    }

    @Override
    public Indexed<Optional<PreparedQuery>> get(String id) {
        throw refusal();
    }

    @Override
    public Optional<PreparedQuery> resolve(String idOrName) {
        throw refusal();
    }

    @Override
    public Optional<Executed> execute(String idOrName, Asker asker) {
        throw refusal();
    }

    @Override
    public CompletionStage<String> create(PreparedQuery asked, Context context) {
        return CompletableFuture.failedStage(refusal());
    }

    @Override
    public CompletionStage<Done> update(PreparedQuery asked, Context context) {
        return CompletableFuture.failedStage(refusal());
    }

    @Override
    public CompletionStage<Done> delete(String id, Context context) {
        return CompletableFuture.failedStage(refusal());
    }

    private static Refusal refusal() {
        return new Refusal(501, "Prepared queries are not in this version.");
    }
}
