package engine.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/** {@code /v1/query}: prepared queries. */
final class PreparedQueryRoutes {
    private static final String ALL = "/v1/query";
    private static final String EXECUTE = "/execute";
    private static final String EXPLAIN = "/explain";
    private static final ByteString EMPTY = ByteString.fromString("{}");

    private final PreparedQueries queries;
    private final Reads reads;
    private final HttpSettings settings;

    PreparedQueryRoutes(PreparedQueries queries, Reads reads, HttpSettings settings) {
        this.queries = queries;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(ALL, this::list).post(ALL, this::create).any(ALL + "/", this::one);
    }

    /** Names have slashes too: what the path ends with decides. */
    private CompletionStage<Answer> one(Call call) {
        var rest = call.rest();
        // With the slash before it, as a query may be named "execute".
        var path = '/' + rest;
        if (path.endsWith(EXECUTE)) {
            return only(call, "GET", () -> execute(call, without(rest, EXECUTE)));
        }
        if (path.endsWith(EXPLAIN)) {
            return only(call, "GET", () -> explain(call, without(rest, EXPLAIN)));
        }
        return only(call, "GET,PUT,DELETE", () -> switch (call.request().method()) {
            case "PUT" -> update(call, rest);
            case "DELETE" -> delete(call, rest);
            default -> get(call, rest);
        });
    }

    private static String without(String rest, String end) {
        return rest.endsWith(end) ? rest.substring(0, rest.length() - end.length()) : rest;
    }

    private interface Handling {
        CompletionStage<Answer> handle();
    }

    private static CompletionStage<Answer> only(Call call, String allowed, Handling handling) {
        var method = call.request().method();
        if (method.equals("OPTIONS")) {
            return Reads.now(Answer.DONE.with("Allow", "OPTIONS," + allowed));
        }
        var reading = method.equals("HEAD") ? "GET" : method;
        return List.of(allowed.split(",")).contains(reading)
                ? handling.handle()
                : Reads.now(
                        Answer.text(405, "method " + method + " not allowed").with("Allow", allowed));
    }

    private CompletionStage<Answer> list(Call call) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.PreparedQueries(),
                queries::list,
                found -> Answer.json(pretty, out -> Json.array(out, found, PreparedQueryJson::query)));
    }

    private CompletionStage<Answer> get(Call call, String id) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.PreparedQueries(),
                () -> found(id),
                query -> Answer.json(pretty, out -> {
                    out.writeStartArray();
                    PreparedQueryJson.query(out, query);
                    out.writeEndArray();
                }));
    }

    private Indexed<PreparedQuery> found(String id) {
        try {
            var found = queries.get(id);
            return new Indexed<>(found.index(), found.value().orElseThrow(PreparedQueryRoutes::notFound));
        } catch (Refusal refusal) {
            throw withIndex(refusal);
        }
    }

    /** What fails inside has the headers of a read, as in Consul. */
    private RuntimeException withIndex(Refusal refusal) {
        var answer = Answer.text(refusal.status(), String.valueOf(refusal.getMessage()));
        return refusal.status() == 500 ? new Refused(answer.with(reads.headers(1))) : refusal;
    }

    private CompletionStage<Answer> create(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        var context = call.context();
        return definition(call)
                .thenCompose(asked -> {
                    if (!asked.id().isEmpty()) {
                        throw new Refusal(500, "ID must be empty when creating a new prepared query");
                    }
                    PreparedQueryRequest.check(asked);
                    return queries.create(asked, context);
                })
                .thenApply(id -> Answer.json(pretty, out -> {
                    out.writeStartObject();
                    out.writeStringProperty("ID", id);
                    out.writeEndObject();
                }));
    }

    private CompletionStage<Answer> update(Call call, String id) {
        reads.requireDatacenter(call);
        var context = call.context();
        return definition(call)
                .thenCompose(asked -> {
                    requireThere(id);
                    PreparedQueryRequest.check(asked);
                    return queries.update(asked.withId(id.toLowerCase(Locale.ROOT)), context);
                })
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> delete(Call call, String id) {
        reads.requireDatacenter(call);
        requireThere(id);
        return queries.delete(id.toLowerCase(Locale.ROOT), call.context()).thenApply(_ -> Answer.DONE);
    }

    private void requireThere(String id) {
        boolean there;
        try {
            there = queries.get(id).value().isPresent();
        } catch (Refusal refusal) {
            throw new Refusal(refusal.status(), "Prepared Query lookup failed: " + refusal.getMessage());
        }
        if (!there) {
            throw new Refusal(500, "Cannot modify non-existent prepared query: '" + id + "'");
        }
    }

    /** An empty body of an update is an empty definition, as in Consul; of a creation it is none. */
    private CompletionStage<PreparedQuery> definition(Call call) {
        var empty = call.request().method().equals("PUT");
        return call.body()
                .read(settings.maxBodySize(), "http-config.max-body-size")
                .thenApply(body -> PreparedQueryRequest.of(empty && body.isEmpty() ? EMPTY : body));
    }

    private CompletionStage<Answer> execute(Call call, String name) {
        var pretty = call.pretty();
        var freshness = freshness(call);
        var asker = asker(call);
        return once(
                call,
                () -> queries.execute(name, asker),
                found -> Answer.json(
                        pretty, out -> PreparedQueryJson.execution(out, found, settings.datacenter(), freshness)));
    }

    private CompletionStage<Answer> explain(Call call, String name) {
        var pretty = call.pretty();
        var freshness = freshness(call);
        limit(call.query().first("limit"));
        return once(
                call,
                () -> queries.resolve(name),
                found -> Answer.json(pretty, out -> PreparedQueryJson.explanation(out, found, freshness)));
    }

    /** Neither waits for changes, as in Consul. */
    private <T> CompletionStage<Answer> once(Call call, Supplier<Optional<T>> read, Function<T, Answer> render) {
        reads.requireDatacenter(call);
        Wait.of(call.query(), settings);
        return reads.fresh(call, () -> CompletableFuture.completedFuture(now(read)))
                .thenApply(found -> render.apply(found.orElseThrow(PreparedQueryRoutes::notFound))
                        .with(reads.headers(1)));
    }

    private <T> Optional<T> now(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (Refusal refusal) {
            throw withIndex(refusal);
        }
    }

    private PreparedQueryJson.Freshness freshness(Call call) {
        return new PreparedQueryJson.Freshness(
                reads.leaderIsKnown(), call.context().consistency());
    }

    private PreparedQueries.Asker asker(Call call) {
        var query = call.query();
        var context = call.context();
        var agent = context.agent().isEmpty() ? settings.nodeName() : context.agent();
        var connect = query.first("connect");
        return new PreparedQueries.Asker(
                query.first("near"),
                agent,
                context.by(),
                limit(query.first("limit")),
                !connect.isEmpty() && truth(connect));
    }

    private static boolean truth(String connect) {
        var why = "Error parsing 'connect' value: strconv.ParseBool: parsing \"" + connect + "\": invalid syntax";
        try {
            return Numbers.truth(connect, why);
        } catch (Refusal _) {
            throw new Refusal(500, why);
        }
    }

    private static int limit(String text) {
        try {
            return text.isEmpty() ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException _) {
            throw new Refusal(500, "Bad limit: strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
    }

    private static Refusal notFound() {
        return new Refusal(404, "Query not found");
    }
}
