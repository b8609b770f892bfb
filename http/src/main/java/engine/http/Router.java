package engine.http;

import engine.http.Context.Consistency;
import engine.http.protocol.Protocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.stream.IOOperationIncompleteException;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its route, and from what comes of it, failures too, to the answer. */
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Routes routes;
    private final Protocol protocol;
    private final int largestBody;
    private final InstantSource clock;
    private final Materializer materializer;

    /** @param largestBody most bytes of any body that a route reads */
    Router(Routes routes, Protocol protocol, int largestBody, InstantSource clock, Materializer materializer) {
        this.routes = routes;
        this.protocol = protocol;
        this.largestBody = largestBody;
        this.clock = clock;
        this.materializer = materializer;
    }

    /** Never fails. */
    CompletionStage<Answer> handle(Request request) {
        var observed = new Observed();
        var body = new Body(request.entity(), materializer);
        CompletionStage<Answer> answer;
        try {
            answer = route(request, body, observed);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        var unread = body.discardUnread(largestBody);
        // What waits must not hold on to the request: there may be many.
        var method = request.method();
        var path = request.path();
        var id = request.id();
        var accept = request.headers().first("Accept").orElse("");
        return answer.handle((given, failure) -> observed.answered(
                        Problems.shaped(id, accept, failure == null ? given : failed(method, path, id, failure))))
                .thenCombine(unread, (given, _) -> given);
    }

    private CompletionStage<Answer> route(Request request, Body body, Observed observed) {
        var path = Percent.decode(request.path(), false);
        if (!protocol.anyPath() && !Printable.is(path)) {
            return Reads.now(Answer.text(400, Printable.REFUSED));
        }
        if (!Percent.isClean(path)) {
            return Reads.now(moved(request, Percent.clean(path)));
        }
        var found = routes.find(path);
        if (found == null) {
            return Reads.now(routes.hasBelow(path) ? moved(request, path + "/") : Answer.empty(404));
        }
        if (found.rest().indexOf('\0') >= 0) {
            return Reads.now(Answer.text(400, "A path must not contain the character NUL."));
        }
        if (protocol.blocks(path) && request.agent().isEmpty()) {
            return Reads.now(Answer.text(403, "Endpoint is blocked by agent configuration"));
        }
        var method = request.method();
        var handler = found.endpoint().handler(method);
        if (handler == null) {
            return Reads.now(notAllowed(method, found.endpoint().allowed()));
        }
        if (!mayWrite(request)) {
            return Reads.now(Answer.text(403, "Access is restricted"));
        }
        var query = Query.parse(request.rawQuery());
        Namespaces.refuse(path, query, request);
        observed.found(found.endpoint().meter(method), query.has("index") || query.has("hash"));
        var limit = found.endpoint().limit();
        var answer = handler.handle(new Call(found.rest(), query, context(request, query, limit), body, request));
        return method.equals("PUT") || method.equals("DELETE") ? bounded(answer, limit) : answer;
    }

    /** Requests of other agents are their clients': the agent has looked. Who comes through a file is let in by the file's mode. */
    private boolean mayWrite(Request request) {
        return protocol.allowWriteFrom().isEmpty()
                || !request.agent().isEmpty()
                || request.client().isEmpty()
                || READS.contains(request.method())
                || protocol.allowWriteFrom().has(request.client());
    }

    private static CompletionStage<Answer> bounded(CompletionStage<Answer> answer, Duration limit) {
        var future = answer.toCompletableFuture();
        return future.isDone() ? future : future.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Answer moved(Request request, String path) {
        var query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return Answer.empty(301).with("Location", Percent.encodePath(path) + query);
    }

    private static Answer notAllowed(String method, String allowed) {
        var answer = method.equals("OPTIONS") ? Answer.DONE : Answer.text(405, "method " + method + " not allowed");
        return answer.with("Allow", allowed);
    }

    private Context context(Request request, Query query, Duration limit) {
        var available = query.has("available");
        var stale = query.has("stale") || available;
        var consistent = query.has("consistent");
        if (stale && consistent) {
            throw new Refusal(
                    400,
                    available
                            ? "Cannot specify ?available with ?consistent: what the majority has decided needs the majority."
                            : "Cannot specify ?stale with ?consistent, conflicting semantics.");
        }
        if (consistent && query.has("cached") && protocol.useCache()) {
            throw new Refusal(400, "Cannot specify ?cached with ?consistent, conflicting semantics.");
        }
        var consistency = stale ? Consistency.STALE : consistent ? Consistency.CONSISTENT : Consistency.DEFAULT;
        return new Context(
                token(request, query),
                query.first("dc"),
                consistency,
                clock.instant().plus(limit),
                request.client(),
                request.agent());
    }

    private static String token(Request request, Query query) {
        var parameter = query.first("token");
        if (!parameter.isEmpty()) {
            return parameter;
        }
        return request.headers()
                .first("X-Consul-Token")
                .or(() -> request.headers().first("Authorization").flatMap(Router::bearer))
                .orElse("");
    }

    private static Optional<String> bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).trim())
                : Optional.empty();
    }

    /** What failed, without what it was carried in: stages wrap it, and streams that end in a file. */
    private static Throwable cause(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof IOOperationIncompleteException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Answer failed(String method, String path, String id, Throwable failure) {
        var cause = cause(failure);
        return switch (cause) {
            case Refused refused -> refused.answer();
            case Refusal refusal -> Answer.text(refusal.status(), String.valueOf(refusal.getMessage()));
            case TimeoutException _ -> Answer.text(500, "No outcome in time: a change may or may not have been made.");
            default -> {
                LOG.error("{} {} failed, request id {}", method, path, id, cause);
                yield Answer.text(500, "Internal error, logged by the agent with id " + id + '.');
            }
        };
    }
}
