package engine.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/external-checks}: who probes which check of nodes without an agent, asked of any agent, and what was found. */
final class ExternalRoutes {
    private static final String PATH = "/v1/external-checks";
    private static final String HISTORY = PATH + "/history";
    private static final Set<String> STATES = Set.of("passing", "warning", "critical");

    private final ExternalChecks checks;
    private final Reads reads;
    private final HttpSettings settings;

    ExternalRoutes(ExternalChecks checks, Reads reads, HttpSettings settings) {
        this.checks = checks;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::list)
                .put(PATH, this::found)
                .get(HISTORY, this::histories)
                .get(HISTORY + "/", this::history);
    }

    private CompletionStage<Answer> list(Call call) {
        reads.requireDatacenter(call);
        var prober = call.query().first("prober");
        var view = prober.isEmpty() ? checks.all() : checks.of(prober);
        var unchanged = view.version().equals(call.query().first("version"));
        return Reads.now(Answer.json(call.pretty(), out -> view(out, view, unchanged)));
    }

    private static void view(JsonGenerator out, ExternalChecks.View view, boolean unchanged) {
        out.writeStartObject();
        out.writeStringProperty("Version", view.version());
        out.writeName("Probers");
        Json.array(out, view.probers(), (o, prober) -> {
            o.writeStartObject();
            o.writeStringProperty("Node", prober.name());
            o.writeBooleanProperty("Scripts", prober.scripts());
            o.writeEndObject();
        });
        out.writeName("Checks");
        if (unchanged) {
            out.writeNull();
        } else {
            Json.array(out, view.checks(), ExternalRoutes::check);
        }
        out.writeEndObject();
    }

    private static void check(JsonGenerator out, ExternalChecks.Probed check) {
        out.writeStartObject();
        out.writeStringProperty("Node", check.node());
        out.writeStringProperty("Address", check.address());
        out.writeStringProperty("CheckID", check.id());
        out.writeStringProperty("Name", check.name());
        out.writeStringProperty("ServiceID", check.serviceId());
        out.writeStringProperty("ServiceName", check.serviceName());
        out.writeStringProperty("Status", check.status());
        out.writeStringProperty("Output", check.output());
        out.writeName("Definition");
        Json.any(out, check.definition());
        out.writeNumberProperty("ModifyIndex", check.modifyIndex());
        out.writeStringProperty("Prober", check.prober());
        out.writeEndObject();
    }

    private CompletionStage<Answer> histories(Call call) {
        reads.requireDatacenter(call);
        var all = checks.histories();
        return Reads.now(Answer.json(call.pretty(), out -> Json.array(out, all, CheckHistoryJson::summary)));
    }

    private CompletionStage<Answer> history(Call call) {
        reads.requireDatacenter(call);
        var id = call.required("CheckID missing");
        var node = call.query().first("node");
        if (node.isEmpty()) {
            throw new Refusal(400, "node is missing: " + HISTORY + "/ID?node=NAME");
        }
        var found = checks.history(node, id)
                .orElseThrow(() -> new Refusal(
                        404, "No check \"" + id + "\" of a node \"" + node + "\" without an agent is registered."));
        return Reads.now(Answer.json(call.pretty(), out -> CheckHistoryJson.whole(out, found)));
    }

    private CompletionStage<Answer> found(Call call) {
        reads.requireDatacenter(call);
        return call.json(settings)
                .thenCompose(body -> checks.write(found(body), call.context()))
                .thenApply(written -> Answer.json(call.pretty(), out -> {
                    out.writeStartObject();
                    out.writeBooleanProperty("Written", written.written());
                    out.writeNumberProperty("ModifyIndex", written.modifyIndex());
                    out.writeEndObject();
                }));
    }

    private static ExternalChecks.Found found(Map<String, @Nullable Object> body) {
        var status = text(body, "Status");
        if (!STATES.contains(status)) {
            throw new Refusal(400, "Status is passing, warning or critical.");
        }
        if (!(body.get("ModifyIndex") instanceof Long index) || index < 0) {
            throw new Refusal(400, "ModifyIndex is that of the check that was probed, 0 for one that is not there.");
        }
        return new ExternalChecks.Found(
                required(body, "Prober"),
                required(body, "Node"),
                required(body, "CheckID"),
                index,
                status,
                text(body, "Output"));
    }

    private static String required(Map<String, @Nullable Object> body, String name) {
        var text = text(body, name);
        if (text.isEmpty()) {
            throw new Refusal(400, name + " is missing.");
        }
        return text;
    }

    private static String text(Map<String, @Nullable Object> body, String name) {
        return switch (body.get(name)) {
            case null -> "";
            case String text -> text;
            case Object _ -> throw new Refusal(400, name + " is a text.");
        };
    }
}
