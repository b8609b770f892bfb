package engine.http;

import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The agent's own services, checks and description of itself. Indexes are 0 there: the agent has none. */
final class AgentJson {

    private AgentJson() {}

    static void service(JsonGenerator out, Service service) {
        out.writeStartObject();
        members(out, service);
        out.writeEndObject();
    }

    /** The service with the hash of its definition. */
    static void service(JsonGenerator out, Service service, String contentHash) {
        out.writeStartObject();
        members(out, service);
        out.writeStringProperty("ContentHash", contentHash);
        out.writeEndObject();
    }

    static void check(JsonGenerator out, Check check) {
        CatalogJson.check(out, check, 0, 0);
    }

    /** A service with its checks and the worst of their states. */
    static void health(JsonGenerator out, ServiceStatus health) {
        out.writeStartObject();
        out.writeStringProperty("AggregatedStatus", health.status());
        out.writeName("Service");
        service(out, health.service());
        out.writeName("Checks");
        Json.array(out, health.checks(), AgentJson::healthCheck);
        out.writeEndObject();
    }

    /** What {@code /v1/agent/health/service/id} says of a service that is not there. */
    static void noHealth(JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("AggregatedStatus", "critical");
        out.writeNullProperty("Service");
        out.writeNullProperty("Checks");
        out.writeEndObject();
    }

    static void member(JsonGenerator out, Member member) {
        out.writeStartObject();
        out.writeStringProperty("Name", member.name());
        out.writeStringProperty("Addr", member.address());
        out.writeNumberProperty("Port", member.port());
        Json.strings(out, "Tags", member.tags());
        out.writeNumberProperty("Status", member.status());
        // The versions of Serf's protocols that clients of Consul 1.8 find there; they compare them among members only.
        out.writeNumberProperty("ProtocolMin", 1);
        out.writeNumberProperty("ProtocolMax", 5);
        out.writeNumberProperty("ProtocolCur", 2);
        out.writeNumberProperty("DelegateMin", 2);
        out.writeNumberProperty("DelegateMax", 5);
        out.writeNumberProperty("DelegateCur", 4);
        out.writeEndObject();
    }

    static void self(JsonGenerator out, LocalAgent.Self self, Position position) {
        out.writeStartObject();
        out.writeName("Config").writeStartObject();
        out.writeStringProperty("Datacenter", self.datacenter());
        out.writeStringProperty("NodeName", self.nodeName());
        out.writeStringProperty("NodeID", self.nodeId());
        out.writeStringProperty("Revision", "");
        out.writeBooleanProperty("Server", self.server());
        out.writeStringProperty("Version", self.version());
        out.writeEndObject();
        out.writeName("DebugConfig");
        Json.any(out, self.settings());
        out.writeName("Coord");
        position.write(out);
        out.writeName("Member");
        member(out, self.member());
        out.writeName("Stats");
        Json.object(out, self.statistics(), (o, group) -> Json.object(o, group, JsonGenerator::writeString));
        Json.strings(out, "Meta", self.meta());
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, Service service) {
        var meta = service.meta();
        out.writeStringProperty("ID", service.id());
        out.writeStringProperty("Service", service.name());
        Json.strings(out, "Tags", service.tags());
        Json.strings(out, "Meta", meta == null ? Map.of() : meta);
        out.writeNumberProperty("Port", service.port());
        out.writeStringProperty("Address", service.address());
        CatalogJson.taggedAddresses(out, "TaggedAddresses", service);
        CatalogJson.weights(out, "Weights", service);
        out.writeBooleanProperty("EnableTagOverride", service.enableTagOverride());
        CatalogJson.nodeChecks(out, service);
    }

    /** Another form than everywhere else: no type, no empty list of tags, a definition with all its keys. */
    private static void healthCheck(JsonGenerator out, Check check) {
        out.writeStartObject();
        out.writeStringProperty("Node", check.node());
        out.writeStringProperty("CheckID", check.id());
        out.writeStringProperty("Name", check.name());
        out.writeStringProperty("Status", check.status());
        out.writeStringProperty("Notes", check.notes());
        out.writeStringProperty("Output", check.output());
        out.writeStringProperty("ServiceID", check.serviceId());
        out.writeStringProperty("ServiceName", check.serviceName());
        if (check.serviceTags().isEmpty()) {
            out.writeNullProperty("ServiceTags");
        } else {
            Json.strings(out, "ServiceTags", check.serviceTags());
        }
        out.writeStringProperty("Type", "");
        out.writeName("Definition").writeStartObject();
        out.writeStringProperty("Interval", "0s");
        out.writeStringProperty("Timeout", "0s");
        out.writeStringProperty("DeregisterCriticalServiceAfter", "0s");
        out.writeStringProperty("HTTP", "");
        out.writeNullProperty("Header");
        out.writeStringProperty("Method", "");
        out.writeStringProperty("Body", "");
        out.writeBooleanProperty("TLSSkipVerify", false);
        out.writeStringProperty("TCP", "");
        out.writeEndObject();
        out.writeNumberProperty("CreateIndex", 0);
        out.writeNumberProperty("ModifyIndex", 0);
        out.writeEndObject();
    }
}
