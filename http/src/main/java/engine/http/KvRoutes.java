package engine.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code /v1/kv}: the key-value store. */
final class KvRoutes {
    private final KeyValues store;
    private final Reads reads;
    private final HttpSettings settings;

    KvRoutes(KeyValues store, Reads reads, HttpSettings settings) {
        this.store = store;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get("/v1/kv/", this::get).put("/v1/kv/", this::put).delete("/v1/kv/", this::delete);
    }

    private CompletionStage<Answer> get(Call call) {
        if (call.query().has("keys")) {
            return keys(call);
        }
        return call.query().has("recurse") ? list(call) : single(call);
    }

    private CompletionStage<Answer> single(Call call) {
        var key = call.required("Missing key name");
        var raw = call.query().has("raw");
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Key(key),
                () -> store.get(key),
                found -> found.map(entry -> raw ? raw(entry) : entries(pretty, List.of(entry)))
                        .orElseGet(() -> Answer.empty(404)));
    }

    private CompletionStage<Answer> list(Call call) {
        var prefix = call.rest();
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.KeyPrefix(prefix),
                () -> store.list(prefix),
                found -> found.isEmpty() ? Answer.empty(404) : entries(pretty, found));
    }

    private CompletionStage<Answer> keys(Call call) {
        var prefix = call.rest();
        var separator = call.query().first("separator");
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.KeyPrefix(prefix),
                () -> {
                    var keys = store.keys(prefix);
                    return separator.isEmpty()
                            ? keys
                            : new Indexed<>(keys.index(), upTo(separator, prefix.length(), keys.value()));
                },
                found -> found.isEmpty()
                        ? Answer.empty(404)
                        : Answer.json(pretty, out -> Json.array(out, found, (o, key) -> o.writeString(key))));
    }

    private CompletionStage<Answer> put(Call call) {
        reads.requireDatacenter(call);
        var key = call.required("Missing key name");
        var query = call.query();
        refuseTogether(query, "cas", "acquire", "release");
        if (query.has("acquire") || query.has("release")) {
            throw new Refusal(400, "Sessions and locks are not in this version: acquire and release cannot be used.");
        }
        var flags = query.has("flags") ? Numbers.parameter(query.first("flags")) : 0;
        var cas = cas(query);
        var pretty = call.pretty();
        return call.body()
                .read(settings.kvMaxValueSize(), "limits.kv-max-value-size")
                .thenCompose(value -> store.put(new KeyValues.Put(key, value, flags, cas, Duration.ZERO), call.context()))
                .thenApply(done -> truth(pretty, done));
    }

    private CompletionStage<Answer> delete(Call call) {
        reads.requireDatacenter(call);
        var query = call.query();
        refuseTogether(query, "recurse", "cas");
        var pretty = call.pretty();
        if (query.has("recurse")) {
            return store.deleteAll(call.rest(), call.context()).thenApply(done -> truth(pretty, done));
        }
        return store.delete(call.required("Missing key name"), cas(query), call.context())
                .thenApply(done -> truth(pretty, done));
    }

    /** Keys cut behind the separator's first occurrence after the prefix; what is then equal once. */
    static List<String> upTo(String separator, int prefix, List<String> keys) {
        var cut = new ArrayList<String>();
        for (var key : keys) {
            var at = key.indexOf(separator, prefix);
            var shown = at < 0 ? key : key.substring(0, at + separator.length());
            if (cut.isEmpty() || !cut.getLast().equals(shown)) {
                cut.add(shown);
            }
        }
        return cut;
    }

    private static OptionalLong cas(Query query) {
        return query.has("cas") ? OptionalLong.of(Numbers.parameter(query.first("cas"))) : OptionalLong.empty();
    }

    private static void refuseTogether(Query query, String... names) {
        if (Stream.of(names).filter(query::has).count() > 1) {
            throw new Refusal(400, "Conflicting flags: " + query.encoded());
        }
    }

    private static Answer entries(boolean pretty, List<KeyValues.Entry> entries) {
        return Answer.json(pretty, out -> Json.array(out, entries, KvJson::entry));
    }

    /** The value is the client's own: no browser shall take it for a page of ours. */
    private static Answer raw(KeyValues.Entry entry) {
        return Answer.of(200, Answer.PLAIN, entry.value())
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Security-Policy", "sandbox");
    }

    private static Answer truth(boolean pretty, boolean value) {
        return Answer.json(pretty, out -> out.writeBoolean(value));
    }
}
