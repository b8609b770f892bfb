package engine.http;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/dns/explain}: what DNS answers to a name, and why. */
final class DnsRoutes {
    private static final Set<String> TRANSPORTS = Set.of("", "udp", "tcp");

    private final DnsExplanations explanations;
    private final Reads reads;

    DnsRoutes(DnsExplanations explanations, Reads reads) {
        this.explanations = explanations;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/dns/explain", this::explain);
    }

    private CompletionStage<Answer> explain(Call call) {
        reads.requireDatacenter(call);
        var query = call.query();
        if (query.first("name").isEmpty()) {
            throw new Refusal(400, "Missing name: /v1/dns/explain?name=web.service.consul&type=SRV");
        }
        var transport = query.first("transport");
        if (!TRANSPORTS.contains(transport)) {
            throw new Refusal(400, "Invalid transport: it is udp or tcp.");
        }
        var type = query.first("type").isEmpty() ? "A" : query.first("type");
        var found = explanations.explain(query.first("name"), type, transport.equals("tcp"));
        return Reads.now(Answer.json(call.pretty(), out -> write(out, found)));
    }

    private static void write(JsonGenerator out, DnsExplanations.Explanation found) {
        out.writeStartObject();
        out.writeStringProperty("Name", found.name());
        out.writeStringProperty("Type", found.type());
        out.writeStringProperty("Meaning", found.meaning());
        out.writeStringProperty("Rcode", found.rcode());
        out.writeBooleanProperty("Authoritative", found.authoritative());
        out.writeBooleanProperty("Truncated", found.truncated());
        Json.strings(out, "Answer", found.answer());
        Json.strings(out, "Authority", found.authority());
        Json.strings(out, "Additional", found.additional());
        out.writeName("Instances");
        Json.array(out, found.instances(), DnsRoutes::candidate);
        out.writeEndObject();
    }

    private static void candidate(JsonGenerator out, DnsExplanations.Candidate instance) {
        out.writeStartObject();
        out.writeStringProperty("Node", instance.node());
        out.writeStringProperty("ID", instance.id());
        out.writeStringProperty("Address", instance.address());
        out.writeNumberProperty("Port", instance.port());
        out.writeBooleanProperty("Answered", instance.reason().isEmpty());
        out.writeStringProperty("Reason", instance.reason());
        out.writeEndObject();
    }
}
