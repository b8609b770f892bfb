package engine.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code /v1/kv-import}: many keys in one request. */
final class KvImportRoutes {
    static final String PATH = "/v1/kv-import";

    /** No setting changes the most bytes of an import. */
    static final String SETTING = "";

    private final KeyValues store;
    private final Reads reads;
    private final HttpSettings settings;

    KvImportRoutes(KeyValues store, Reads reads, HttpSettings settings) {
        this.store = store;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.put(PATH, this::put);
    }

    /** All is read and checked before the first key is set. */
    private CompletionStage<Answer> put(Call call) {
        reads.requireDatacenter(call);
        call.requirePlain();
        var pretty = call.pretty();
        var context = call.context();
        return call.body()
                .read(HttpSettings.MAX_IMPORT_SIZE, SETTING)
                .thenCompose(body -> put(KvImport.read(body, settings.kvMaxValueSize()), context))
                .thenApply(count -> Answer.json(pretty, out -> {
                    out.writeStartObject();
                    out.writeNumberProperty("Imported", count);
                    out.writeEndObject();
                }));
    }

    private CompletionStage<Integer> put(List<KeyValues.Put> puts, Context context) {
        CompletionStage<Integer> done = CompletableFuture.completedStage(0);
        for (var part : KvImport.parts(puts)) {
            done = done.thenCompose(before -> store.putAll(part, context).handle((_, failure) -> {
                if (failure != null) {
                    throw partly(before, puts.size(), failure);
                }
                return before + part.size();
            }));
        }
        return done;
    }

    private static RuntimeException partly(int done, int all, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Refusal refusal && done > 0
                ? new Refusal(
                        refusal.status(), done + " of " + all + " keys were imported, then: " + refusal.getMessage())
                : new CompletionException(cause);
    }
}
