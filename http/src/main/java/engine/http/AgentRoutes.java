package engine.http;

import java.util.concurrent.CompletionStage;

/** {@code /v1/agent}: the agent itself, its part in the cluster, maintenance of its node. */
final class AgentRoutes {
    /** Stands for all segments: also the one that there is. */
    private static final String ALL_SEGMENTS = "_all";

    private final LocalAgent agent;

    AgentRoutes(LocalAgent agent) {
        this.agent = agent;
    }

    void addTo(Routes routes) {
        routes.get("/v1/agent/self", this::self)
                .get("/v1/agent/members", this::members)
                .put("/v1/agent/maintenance", this::maintenance)
                .put("/v1/agent/join/", this::join)
                .put("/v1/agent/leave", call -> agent.leave(call.context()).thenApply(_ -> Answer.DONE))
                .put("/v1/agent/force-leave/", this::forceLeave)
                .put("/v1/agent/reload", this::reload)
                .put("/v1/agent/token/", _ -> AbsentRoutes.disabled())
                .get("/v1/agent/host", this::host)
                .get("/v1/agent/version", this::version)
                .absent("The service mesh is", "/v1/agent/connect/");
    }

    /** Go's form of "enable": required, and readable. */
    static boolean enable(Call call) {
        if (!call.query().has("enable")) {
            throw new Refusal(400, "Missing value for enable");
        }
        var text = call.query().first("enable");
        return Numbers.truth(text, "Invalid value for enable: \"" + text + '"');
    }

    private CompletionStage<Answer> self(Call call) {
        var self = agent.self();
        var position = agent.position();
        return Reads.now(Answer.json(call.pretty(), out -> AgentJson.self(out, self, position)));
    }

    private CompletionStage<Answer> host(Call call) {
        var pretty = call.pretty();
        return agent.host().thenApply(host -> Answer.json(pretty, out -> Json.any(out, host)));
    }

    private CompletionStage<Answer> version(Call call) {
        var version = agent.self().version();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeStringProperty("SHA", "");
            out.writeStringProperty("BuildDate", "0001-01-01T00:00:00Z");
            out.writeStringProperty("HumanVersion", version);
            out.writeStringProperty("FIPS", "");
            out.writeEndObject();
        }));
    }

    private CompletionStage<Answer> members(Call call) {
        var segment = call.query().first("segment");
        if (!segment.isEmpty() && !segment.equals(ALL_SEGMENTS)) {
            throw new Refusal(400, "Network segments are not supported; leave out segment");
        }
        var filter = Filter.of(call, Selectors.MEMBER);
        var members = agent.members(wan(call)).stream().filter(filter).toList();
        return Reads.now(Answer.json(call.pretty(), out -> Json.array(out, members, AgentJson::member)));
    }

    private CompletionStage<Answer> maintenance(Call call) {
        return agent.nodeMaintenance(enable(call), call.query().first("reason"), call.context())
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> join(Call call) {
        var address = call.required("Missing address: join is PUT /v1/agent/join/<host or host:port>");
        return agent.join(address, wan(call), call.context()).thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> forceLeave(Call call) {
        var node = call.required("Missing node name: force-leave is PUT /v1/agent/force-leave/<node>");
        return agent.forceLeave(node, call.query().has("prune"), call.context()).thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> reload(Call call) {
        return agent.reload(call.context())
                .thenApply(needRestart ->
                        needRestart.isEmpty() ? Answer.DONE : Answer.text(200, String.join("\n", needRestart) + "\n"));
    }

    private static boolean wan(Call call) {
        return !call.query().first("wan").isEmpty();
    }
}
