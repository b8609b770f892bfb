package engine.http;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/event/audit}: who asked what of which nodes, and what came of it. */
final class AuditRoutes {
    private static final Set<String> KINDS = Set.of("", "event", "exec", "purge", "rollout");

    private final Audit audit;
    private final Reads reads;
    private final InstantSource clock;

    AuditRoutes(Audit audit, Reads reads, InstantSource clock) {
        this.audit = audit;
        this.reads = reads;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/v1/event/audit", this::list);
    }

    private CompletionStage<Answer> list(Call call) {
        var kind = call.query().first("kind");
        if (!KINDS.contains(kind)) {
            throw new Refusal(400, "Invalid kind: it is event, exec, purge or rollout.");
        }
        var events = EventSearch.of(call.query(), clock.instant());
        var search = new Audit.Search(kind, events.since(), events.limit());
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.History(),
                () -> audit.entries(search),
                found -> Answer.json(pretty, out -> Json.array(out, found.reversed(), AuditRoutes::entry)));
    }

    private static void entry(JsonGenerator out, Audit.Entry entry) {
        out.writeStartObject();
        out.writeStringProperty("Time", entry.time().toString());
        out.writeStringProperty("Kind", entry.kind());
        out.writeStringProperty("ID", entry.id());
        out.writeStringProperty("By", entry.by());
        out.writeStringProperty("From", entry.from());
        out.writeStringProperty("What", entry.what());
        Json.strings(out, "Filters", entry.filters());
        Json.strings(out, "Nodes", entry.nodes());
        out.writeStringProperty("Result", entry.result());
        out.writeEndObject();
    }
}
