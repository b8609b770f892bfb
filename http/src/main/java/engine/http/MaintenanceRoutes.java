package engine.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/maintenance}: what is in maintenance by the word of the datacenter, asked of any agent. */
final class MaintenanceRoutes {
    private static final String PATH = "/v1/maintenance";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_REASON = 1024;

    private final Maintenances maintenances;
    private final Reads reads;

    MaintenanceRoutes(Maintenances maintenances, Reads reads) {
        this.maintenances = maintenances;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::list).put(PATH, this::change);
    }

    private CompletionStage<Answer> list(Call call) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                maintenances.topic(),
                maintenances::all,
                found -> Answer.json(pretty, out -> Json.array(out, found, MaintenanceRoutes::kept)));
    }

    private CompletionStage<Answer> change(Call call) {
        reads.requireDatacenter(call);
        var query = call.query();
        var enable = AgentRoutes.enable(call);
        var target = new Maintenances.Target(query.first("node"), query.first("service"), query.first("service-id"));
        if (!enable) {
            return maintenances
                    .end(target, call.context())
                    .thenApply(ended -> Answer.json(false, out -> out.writeBoolean(ended)));
        }
        var pretty = call.pretty();
        return maintenances
                .begin(target, reason(query), time(query), call.context())
                .thenApply(kept -> Answer.json(pretty, out -> kept(out, kept)));
    }

    private static String reason(Query query) {
        var reason = query.first("reason");
        if (reason.length() > MOST_REASON) {
            throw new Refusal(400, "Invalid reason: it has at most " + MOST_REASON + " characters.");
        }
        return reason;
    }

    private static Optional<Duration> time(Query query) {
        var text = query.first("for");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(GoDuration.parse(text)
                        .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                        .orElseThrow(
                                () -> new Refusal(400, "Invalid for: it is a duration such as 2h, up to a year.")));
    }

    private static void kept(JsonGenerator out, Maintenances.Kept kept) {
        out.writeStartObject();
        out.writeStringProperty("Node", kept.target().node());
        out.writeStringProperty("Service", kept.target().service());
        out.writeStringProperty("ServiceID", kept.target().serviceId());
        out.writeStringProperty("Reason", kept.reason());
        out.writeStringProperty("Since", kept.since().toString());
        out.writeStringProperty("Until", kept.until().map(Object::toString).orElse(""));
        out.writeStringProperty("By", kept.by());
        out.writeStringProperty("From", kept.from());
        out.writeEndObject();
    }
}
