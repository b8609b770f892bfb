package engine.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/** {@code /v1/kv}: the key-value store. */
final class KvRoutes {
    private static final Duration MIN_TTL = Duration.ofSeconds(1);
    private static final Duration MAX_TTL = Duration.ofDays(3650);

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
        call.required("Missing key name");
        var key = KeyText.of(call);
        var consistency = call.context().consistency();
        var raw = call.query().has("raw");
        if (raw && AnswerStream.isWanted(call)) {
            throw new Refusal(400, "A stream of events is text: leave out ?raw, values are then in Base64.");
        }
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Key(key),
                () -> store.get(key, consistency),
                found -> found.map(entry -> raw ? raw(entry) : entries(pretty, List.of(entry)))
                        .orElseGet(() -> Answer.empty(404)));
    }

    private CompletionStage<Answer> list(Call call) {
        var prefix = KeyText.of(call);
        var consistency = call.context().consistency();
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.KeyPrefix(prefix),
                () -> store.list(prefix, consistency),
                found -> found.isEmpty() ? Answer.empty(404) : entries(pretty, found));
    }

    private CompletionStage<Answer> keys(Call call) {
        var prefix = KeyText.of(call);
        var consistency = call.context().consistency();
        var separator = call.query().first("separator");
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.KeyPrefix(prefix),
                () -> {
                    var keys = store.keys(prefix, consistency);
                    return separator.isEmpty()
                            ? keys
                            : new Indexed<>(keys.index(), upTo(separator, prefix.length(), keys.value()));
                },
                found -> found.isEmpty() && !prefix.isEmpty()
                        ? Answer.empty(404)
                        : Answer.json(
                                pretty, out -> Json.array(out, found, (o, key) -> o.writeString(KeyText.shown(key)))));
    }

    private CompletionStage<Answer> put(Call call) {
        requireReadable(call);
        call.required("Missing key name");
        var write = write(KeyText.checked(KeyText.of(call)), call.query(), call.context());
        var pretty = call.pretty();
        return call.body()
                .read(settings.kvMaxValueSize(), "limits.kv-max-value-size")
                .thenCompose(write)
                .thenApply(done -> truth(pretty, done));
    }

    /** Also what has a meaning for reads alone: as Consul looks at it. */
    private void requireReadable(Call call) {
        Wait.of(call, settings);
        reads.requireDatacenter(call);
    }

    /** What is to be done with the value once it is there. */
    private Function<ByteString, CompletionStage<Boolean>> write(String key, Query query, Context context) {
        refuseTogether(query, "cas", "acquire", "release");
        var flags = query.has("flags") ? Numbers.parameter(query.first("flags")) : 0;
        if (query.has("available")) {
            refuseWithAvailable(query, "cas", "acquire", "release", "ttl");
            return value -> store.putAvailable(key, value, flags, context);
        }
        if (query.has("acquire")) {
            refuseTogether(query, "acquire", "ttl");
            var session = session(query.first("acquire"));
            return value -> store.acquire(new KeyValues.Lock(key, value, flags, session), context);
        }
        if (query.has("release")) {
            refuseTogether(query, "release", "ttl");
            var session = named(query.first("release")).toLowerCase(Locale.ROOT);
            return value -> store.release(new KeyValues.Lock(key, value, flags, session), context);
        }
        var cas = cas(query);
        var ttl = query.has("ttl") ? ttl(query.first("ttl")) : Duration.ZERO;
        return value -> store.put(new KeyValues.Put(key, value, flags, cas, ttl), context);
    }

    private CompletionStage<Answer> delete(Call call) {
        requireReadable(call);
        var query = call.query();
        refuseTogether(query, "recurse", "cas");
        var pretty = call.pretty();
        var key = KeyText.of(call);
        if (query.has("available")) {
            refuseWithAvailable(query, "cas", "recurse");
            call.required("Missing key name");
            return store.deleteAvailable(key, call.context()).thenApply(done -> truth(pretty, done));
        }
        if (query.has("recurse")) {
            return store.deleteAll(key, call.context()).thenApply(done -> truth(pretty, done));
        }
        call.required("Missing key name");
        return store.delete(key, cas(query), call.context()).thenApply(done -> truth(pretty, done));
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

    private static String session(String id) {
        return SessionId.of(named(id), "failed session lookup: index error: ");
    }

    private static String named(String session) {
        if (session.isEmpty()) {
            throw new Refusal(400, "missing session");
        }
        return session;
    }

    static Duration ttl(String text) {
        return GoDuration.parse(text)
                .filter(ttl -> ttl.compareTo(MIN_TTL) >= 0 && ttl.compareTo(MAX_TTL) <= 0)
                .orElseThrow(() -> new Refusal(
                        400,
                        "Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long."));
    }

    private static void refuseTogether(Query query, String... names) {
        if (Stream.of(names).filter(query::has).count() > 1) {
            throw new Refusal(400, "Conflicting flags: " + query.encoded());
        }
    }

    private static void refuseWithAvailable(Query query, String... names) {
        if (Stream.of(names).anyMatch(query::has)) {
            throw new Refusal(
                    400,
                    "Conflicting flags: " + query.encoded()
                            + ". An available write is one of a single key, without any condition.");
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
