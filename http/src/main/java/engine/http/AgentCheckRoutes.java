package engine.http;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** {@code /v1/agent/checks} and {@code /v1/agent/check/...}: the checks registered with this agent. */
final class AgentCheckRoutes {
    private static final String RUN = "/v1/agent/check/run/";
    /** Longest time that a run may take which somebody waits for. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final LocalAgent agent;
    private final HttpSettings settings;

    AgentCheckRoutes(LocalAgent agent, HttpSettings settings) {
        this.agent = agent;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get("/v1/agent/checks", this::checks)
                .get("/v1/agent/check/history", this::histories)
                .get("/v1/agent/check/history/", this::history)
                .put(RUN, this::run)
                .within(LONGEST_RUN, RUN)
                .put("/v1/agent/check/register", this::register)
                .put("/v1/agent/check/deregister/", this::deregister)
                .put("/v1/agent/check/pass/", call -> tell(call, "passing"))
                .put("/v1/agent/check/warn/", call -> tell(call, "warning"))
                .put("/v1/agent/check/fail/", call -> tell(call, "critical"))
                .put("/v1/agent/check/update/", this::update);
    }

    private CompletionStage<Answer> checks(Call call) {
        var filter = Filter.of(call, Selectors.CHECK);
        var byId = new TreeMap<String, Check>();
        agent.checks().stream().filter(filter).forEach(check -> byId.put(check.id(), check));
        return Reads.now(Answer.json(call.pretty(), out -> Json.object(out, byId, AgentJson::check)));
    }

    private CompletionStage<Answer> histories(Call call) {
        var all = agent.checkHistories();
        return Reads.now(Answer.json(call.pretty(), out -> Json.array(out, all, CheckHistoryJson::summary)));
    }

    private CompletionStage<Answer> history(Call call) {
        var id = call.required("CheckID missing");
        var found = agent.checkHistory(id)
                .orElseThrow(() -> new Refusal(404, "No check \"" + id + "\" is registered with this agent."));
        return Reads.now(Answer.json(call.pretty(), out -> CheckHistoryJson.whole(out, found)));
    }

    private CompletionStage<Answer> run(Call call) {
        var pretty = call.pretty();
        return agent.runCheck(call.required("CheckID missing"), call.context())
                .thenApply(check -> Answer.json(pretty, out -> AgentJson.check(out, check)));
    }

    private CompletionStage<Answer> register(Call call) {
        return call.json(settings)
                .thenCompose(definition -> agent.registerCheck(definition, call.context()))
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> deregister(Call call) {
        return agent.deregisterCheck(call.required("CheckID missing"), call.context())
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> tell(Call call, String status) {
        return agent.updateCheck(call.rest(), status, call.query().first("note"), call.context())
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> update(Call call) {
        return call.json(settings)
                .thenCompose(update -> {
                    var status = RequestJson.text(update, "Status");
                    return switch (status) {
                        case "passing", "warning", "critical" ->
                            agent.updateCheck(call.rest(), status, RequestJson.text(update, "Output"), call.context());
                        default -> throw new Refusal(400, "Invalid check status: '" + status + "'");
                    };
                })
                .thenApply(_ -> Answer.DONE);
    }
}
