package engine.http;

import engine.http.message.Entity;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What a client agent has answered by a server: all of the API but {@code /v1/agent}, and what is there about the members. */
final class ForwardRoutes {
    private static final Pattern TYPE = Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+([ \t]*;[ -~]*)?");

    private final Forwarding forwarding;
    private final HttpSettings settings;
    private final Duration late;

    /** @param late how much later than a blocking query's own limit its answer may come */
    ForwardRoutes(Forwarding forwarding, HttpSettings settings, Duration late) {
        this.forwarding = forwarding;
        this.settings = settings;
        this.late = late;
    }

    /** Adds to a table that has the agent's own endpoints already. */
    void addTo(Routes routes) {
        var any = whole(settings.maxBodySize(), "http-config.max-body-size");
        routes.any("/v1/agent/", _ -> Reads.now(Answer.empty(404)))
                .any("/v1/agent/members", any)
                .any("/v1/agent/force-leave/", any)
                .any("/v1/", any)
                .any("/v1/kv/", exact(whole(settings.kvMaxValueSize(), "limits.kv-max-value-size")))
                .any(TransactionRoutes.PATH, whole(settings.transactionMaxSize(), TransactionRoutes.SETTING))
                .any(KvImportRoutes.PATH, whole(HttpSettings.MAX_IMPORT_SIZE, KvImportRoutes.SETTING))
                .put(SessionRoutes.CREATE, this::session)
                .any("/v1/event/fire/", whole(settings.eventMaxPayload(), "events.max-payload"))
                .any(RolloutRoutes.START, whole(settings.eventMaxPayload(), "events.max-payload"))
                .get(SnapshotRoutes.PATH, call -> send(call, Entity.Whole.EMPTY, SnapshotRoutes.LIMIT))
                .put(SnapshotRoutes.PATH, this::streamed)
                .within(SnapshotRoutes.LIMIT, SnapshotRoutes.PATH);
    }

    /** The body is read before anything is sent: too long a one is refused here, and a server that fails replaced. */
    private Routes.Handler whole(int limit, String setting) {
        return call -> {
            var type = type(call);
            return call.body().read(limit, setting).thenCompose(body -> {
                var entity = body.isEmpty() ? Entity.Whole.EMPTY : Entity.of(type, body);
                var wait = wait(call);
                return wait.isEmpty()
                        ? send(call, entity, Routes.LIMIT)
                        : forwarding.forward(
                                call.request(),
                                waiting(call.request().rawQuery(), wait.get()),
                                entity,
                                wait.get().plus(wait.get().dividedBy(16)).plus(late));
            });
        };
    }

    /** A key goes on in the request's target, which cannot hold other bytes than UTF-8. */
    private static Routes.Handler exact(Routes.Handler handler) {
        return call -> {
            if (!KeyText.of(call).equals(KeyText.of(call.rest()))) {
                throw new Refusal(400, "A key that is not UTF-8 cannot be asked for here: ask a server.");
            }
            return handler.handle(call);
        };
    }

    /** A session lives on this agent's node unless the request names another. */
    private CompletionStage<Answer> session(Call call) {
        return call.body()
                .read(settings.maxBodySize(), "http-config.max-body-size")
                .thenCompose(body -> send(call, Entity.of(Entity.JSON, here(body)), Routes.LIMIT));
    }

    private ByteString here(ByteString body) {
        var asked = new LinkedHashMap<String, @Nullable Object>();
        if (!body.isEmpty()) {
            asked.putAll(RequestJson.object(body));
        }
        var named = new Members(asked, RequestJson.DECODE_FAILED, "").value("Node") != null;
        if (!named) {
            asked.put("Node", settings.nodeName());
        }
        return Json.bytes(false, out -> Json.any(out, asked));
    }

    private CompletionStage<Answer> streamed(Call call) {
        var archive = call.body().stream(settings.maxSnapshotSize(), SnapshotRoutes.SETTING);
        var announced = call.request().entity().length();
        var type = Entity.BYTES;
        Entity entity = announced.isPresent() && announced.getAsLong() > 0
                ? Entity.streamed(type, announced.getAsLong(), archive)
                : Entity.streamed(type, archive);
        return send(call, entity, SnapshotRoutes.LIMIT)
                .whenComplete((_, _) -> call.body().giveUp());
    }

    private CompletionStage<Answer> send(Call call, Entity entity, Duration limit) {
        return forwarding.forward(call.request(), call.request().rawQuery(), entity, limit);
    }

    /** How long a blocking query waits; empty for any other request, also for one whose {@code wait} is refused. */
    private Optional<Duration> wait(Call call) {
        var method = call.request().method();
        var index = call.query().first("index");
        var text = call.query().first("wait");
        var reads = method.equals("GET") || method.equals("HEAD");
        var blocks = !(index.isEmpty() || index.equals("0"))
                || !call.query().first("hash").isEmpty();
        var readable = text.isEmpty() || GoDuration.parse(text).isPresent();
        return reads && blocks && readable ? Optional.of(Wait.limit(text, settings)) : Optional.empty();
    }

    /** The same query with this wait said, so that a server whose settings differ does not wait longer than we do. */
    static String waiting(String rawQuery, Duration wait) {
        return Stream.concat(
                        Arrays.stream(rawQuery.split("&")).filter(pair -> !isWait(pair)),
                        Stream.of("wait=" + wait.toNanos() + "ns"))
                .collect(Collectors.joining("&"));
    }

    private static boolean isWait(String pair) {
        var equals = pair.indexOf('=');
        return Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true)
                .equals("wait");
    }

    /** What the client says its body is. */
    private static String type(Call call) {
        return call.request()
                .headers()
                .first("Content-Type")
                .filter(text -> TYPE.matcher(text).matches())
                .orElse(Entity.BYTES);
    }
}
