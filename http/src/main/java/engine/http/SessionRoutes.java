package engine.http;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /v1/session}: sessions, which hold locks. */
final class SessionRoutes {
    static final String CREATE = "/v1/session/create";

    private static final String LOOKUP_FAILED = "failed session lookup: index error: ";

    private final Sessions sessions;
    private final Reads reads;
    private final HttpSettings settings;

    SessionRoutes(Sessions sessions, Reads reads, HttpSettings settings) {
        this.sessions = sessions;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.put(CREATE, this::create)
                .put("/v1/session/destroy/", this::destroy)
                .put("/v1/session/renew/", this::renew)
                .get("/v1/session/info/", this::info)
                .get("/v1/session/node/", this::ofNode)
                .get("/v1/session/list", this::list);
    }

    private CompletionStage<Answer> create(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        var context = call.context();
        call.requirePlain();
        return call.body()
                .read(settings.maxBodySize(), "http-config.max-body-size")
                .thenCompose(body -> sessions.create(SessionRequest.of(body, settings), context))
                .thenApply(id -> Answer.json(pretty, out -> {
                    out.writeStartObject();
                    out.writeStringProperty("ID", id);
                    out.writeEndObject();
                }));
    }

    private CompletionStage<Answer> destroy(Call call) {
        reads.requireDatacenter(call);
        var id = id(call);
        var pretty = call.pretty();
        return sessions.destroy(id, call.context()).thenApply(_ -> Answer.json(pretty, out -> out.writeBoolean(true)));
    }

    private CompletionStage<Answer> renew(Call call) {
        reads.requireDatacenter(call);
        var id = id(call);
        var pretty = call.pretty();
        return sessions.renew(id, call.context())
                .thenApply(found -> found.map(session -> shown(pretty, List.of(session)))
                        .orElseGet(() -> Answer.text(404, "Session id '" + id + "' not found")));
    }

    private CompletionStage<Answer> info(Call call) {
        var id = id(call);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Session(id),
                () -> sessions.get(id),
                found -> shown(pretty, found.stream().toList()));
    }

    private CompletionStage<Answer> ofNode(Call call) {
        var node = call.required("Missing node name");
        var pretty = call.pretty();
        return reads.answer(
                call, new Topic.NodeSessions(node), () -> sessions.ofNode(node), found -> shown(pretty, found));
    }

    private CompletionStage<Answer> list(Call call) {
        var pretty = call.pretty();
        return reads.answer(call, new Topic.Sessions(), sessions::list, found -> shown(pretty, found));
    }

    private static String id(Call call) {
        return SessionId.of(call.required("Missing session"), LOOKUP_FAILED);
    }

    private static Answer shown(boolean pretty, List<Sessions.Session> sessions) {
        return Answer.json(pretty, out -> Json.array(out, sessions, SessionJson::session));
    }
}
