package engine.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Prepared queries as the API shows them. */
final class PreparedQueryJson {

    private PreparedQueryJson() {}

    static void query(JsonGenerator out, PreparedQuery query) {
        out.writeStartObject();
        out.writeStringProperty("ID", query.id());
        out.writeStringProperty("Name", query.name());
        out.writeStringProperty("Session", query.session());
        out.writeStringProperty("Token", query.token());
        out.writeName("Template").writeStartObject();
        out.writeStringProperty("Type", query.template().type());
        out.writeStringProperty("Regexp", query.template().regexp());
        out.writeBooleanProperty("RemoveEmptyTags", query.template().removeEmptyTags());
        out.writeEndObject();
        out.writeName("Service");
        service(out, query.service());
        dns(out, query.ttl());
        out.writeNumberProperty("CreateIndex", query.createIndex());
        out.writeNumberProperty("ModifyIndex", query.modifyIndex());
        out.writeEndObject();
    }

    private static void dns(JsonGenerator out, String ttl) {
        out.writeName("DNS").writeStartObject();
        out.writeStringProperty("TTL", ttl);
        out.writeEndObject();
    }

    private static void service(JsonGenerator out, PreparedQuery.Service service) {
        out.writeStartObject();
        out.writeStringProperty("Service", service.service());
        elsewhere(out, service.elsewhere());
        out.writeName("Failover").writeStartObject();
        out.writeNumberProperty("NearestN", service.failover().nearestN());
        texts(out, "Datacenters", service.failover().datacenters());
        var targets = service.failover().targets();
        if (targets != null) {
            out.writeName("Targets");
            Json.array(out, targets, (o, target) -> Json.object(o, target, JsonGenerator::writeString));
        }
        out.writeEndObject();
        out.writeBooleanProperty("OnlyPassing", service.onlyPassing());
        texts(out, "IgnoreCheckIDs", service.ignoreCheckIds());
        out.writeStringProperty("Near", service.near());
        texts(out, "Tags", service.tags());
        Json.strings(out, "NodeMeta", service.nodeMeta());
        Json.strings(out, "ServiceMeta", service.serviceMeta());
        out.writeBooleanProperty("Connect", service.connect());
        out.writeEndObject();
    }

    /** Left out where it says nothing, as in the versions of the API that do not know it. */
    private static void elsewhere(JsonGenerator out, PreparedQuery.Elsewhere elsewhere) {
        var texts = Map.of(
                "Namespace", elsewhere.namespace(),
                "Partition", elsewhere.partition(),
                "Peer", elsewhere.peer(),
                "SamenessGroup", elsewhere.samenessGroup());
        for (var name : PreparedQueryRequest.ELSEWHERE) {
            var text = texts.getOrDefault(name, "");
            if (!text.isEmpty()) {
                out.writeStringProperty(name, text);
            }
        }
    }

    private static void texts(JsonGenerator out, String name, @Nullable List<String> texts) {
        if (texts == null) {
            out.writeNullProperty(name);
        } else {
            Json.strings(out, name, texts);
        }
    }

    /** What came of an execution; there is no other datacenter that it could have come from. */
    static void execution(
            JsonGenerator out, PreparedQueries.Executed executed, String datacenter, Freshness freshness) {
        out.writeStartObject();
        out.writeStringProperty("Service", executed.query().service().service());
        out.writeName("Nodes");
        Json.array(out, executed.instances(), PreparedQueryJson::instance);
        dns(out, executed.query().ttl());
        out.writeStringProperty("Datacenter", datacenter);
        out.writeNumberProperty("Failovers", 0);
        freshness.write(out);
        out.writeEndObject();
    }

    /** As health shows it, but that what is empty is null, as Consul answers here. */
    private static void instance(JsonGenerator out, Instance instance) {
        out.writeStartObject();
        out.writeName("Node");
        CatalogJson.node(out, instance.node());
        out.writeName("Service").writeStartObject();
        out.writeStringProperty("ID", instance.service().id());
        out.writeStringProperty("Service", instance.service().name());
        CatalogJson.tags(out, "Tags", instance.service().tags(), true);
        CatalogJson.behindTags(out, instance.service());
        out.writeEndObject();
        out.writeName("Checks");
        if (instance.checks().isEmpty()) {
            out.writeNull();
        } else {
            Json.array(out, instance.checks(), PreparedQueryJson::check);
        }
        out.writeEndObject();
    }

    private static void check(JsonGenerator out, Check check) {
        CatalogJson.check(out, check, check.createIndex(), check.modifyIndex(), true);
    }

    static void explanation(JsonGenerator out, PreparedQuery query, Freshness freshness) {
        out.writeStartObject();
        out.writeName("Query");
        query(out, query);
        freshness.write(out);
        out.writeEndObject();
    }

    /** How fresh an answer is that has no index. */
    record Freshness(boolean knownLeader, Context.Consistency consistency) {
        void write(JsonGenerator out) {
            out.writeNumberProperty("Index", 0);
            out.writeNumberProperty("LastContact", 0);
            out.writeBooleanProperty("KnownLeader", knownLeader);
            out.writeStringProperty(
                    "ConsistencyLevel",
                    switch (consistency) {
                        case DEFAULT -> "leader";
                        case STALE -> "stale";
                        case CONSISTENT -> "consistent";
                    });
        }
    }
}
