package engine.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Nodes, services, checks and instances as the catalog and health endpoints show them. */
final class CatalogJson {

    private CatalogJson() {}

    static void node(JsonGenerator out, Node node) {
        out.writeStartObject();
        out.writeStringProperty("ID", node.id());
        out.writeStringProperty("Node", node.name());
        out.writeStringProperty("Address", node.address());
        out.writeStringProperty("Datacenter", node.datacenter());
        Json.strings(out, "TaggedAddresses", node.taggedAddresses());
        Json.strings(out, "Meta", node.meta());
        indexes(out, node.createIndex(), node.modifyIndex());
        out.writeEndObject();
    }

    static void service(JsonGenerator out, Service service) {
        out.writeStartObject();
        out.writeStringProperty("ID", service.id());
        out.writeStringProperty("Service", service.name());
        Json.strings(out, "Tags", service.tags());
        behindTags(out, service);
        out.writeEndObject();
    }

    /** What stands behind the tags of a service. */
    static void behindTags(JsonGenerator out, Service service) {
        out.writeStringProperty("Address", service.address());
        taggedAddresses(out, "TaggedAddresses", service);
        Json.strings(out, "Meta", service.meta());
        out.writeNumberProperty("Port", service.port());
        weights(out, "Weights", service);
        out.writeBooleanProperty("EnableTagOverride", service.enableTagOverride());
        nodeChecks(out, service);
        indexes(out, service.createIndex(), service.modifyIndex());
    }

    static void check(JsonGenerator out, Check check) {
        check(out, check, check.createIndex(), check.modifyIndex());
    }

    /** The check with other indexes than its own. */
    static void check(JsonGenerator out, Check check, long createIndex, long modifyIndex) {
        check(out, check, createIndex, modifyIndex, false);
    }

    /** @param noTagsAreNull as transactions write them */
    static void check(JsonGenerator out, Check check, long createIndex, long modifyIndex, boolean noTagsAreNull) {
        out.writeStartObject();
        out.writeStringProperty("Node", check.node());
        out.writeStringProperty("CheckID", check.id());
        out.writeStringProperty("Name", check.name());
        out.writeStringProperty("Status", check.status());
        out.writeStringProperty("Notes", check.notes());
        out.writeStringProperty("Output", check.output());
        out.writeStringProperty("ServiceID", check.serviceId());
        out.writeStringProperty("ServiceName", check.serviceName());
        tags(out, "ServiceTags", check.serviceTags(), noTagsAreNull);
        out.writeStringProperty("Type", check.type());
        routing(out, check);
        definition(out, check.definition());
        indexes(out, createIndex, modifyIndex);
        out.writeEndObject();
    }

    private static void definition(JsonGenerator out, Map<String, ?> members) {
        out.writeName("Definition").writeStartObject();
        members.forEach((name, value) -> {
            out.writeName(name);
            Json.any(out, value);
        });
        out.writeEndObject();
    }

    static void tags(JsonGenerator out, String name, List<String> tags, boolean noneAreNull) {
        if (noneAreNull && tags.isEmpty()) {
            out.writeNullProperty(name);
        } else {
            Json.strings(out, name, tags);
        }
    }

    /** Not in Consul; left out where it is as in Consul. */
    static void nodeChecks(JsonGenerator out, Service service) {
        if (service.nodeChecks() != null) {
            Json.strings(out, "NodeChecks", service.nodeChecks());
        }
    }

    /** Likewise. */
    static void routing(JsonGenerator out, Check check) {
        if (!check.routing()) {
            out.writeBooleanProperty("Routing", false);
        }
    }

    /** Flat, as {@code /v1/catalog/service} shows it. */
    static void catalogService(JsonGenerator out, Instance instance) {
        var node = instance.node();
        var service = instance.service();
        var meta = service.meta();
        out.writeStartObject();
        out.writeStringProperty("ID", node.id());
        out.writeStringProperty("Node", node.name());
        out.writeStringProperty("Address", node.address());
        out.writeStringProperty("Datacenter", node.datacenter());
        Json.strings(out, "TaggedAddresses", node.taggedAddresses());
        Json.strings(out, "NodeMeta", node.meta());
        out.writeStringProperty("ServiceKind", "");
        out.writeStringProperty("ServiceID", service.id());
        out.writeStringProperty("ServiceName", service.name());
        Json.strings(out, "ServiceTags", service.tags());
        out.writeStringProperty("ServiceAddress", service.address());
        taggedAddresses(out, "ServiceTaggedAddresses", service);
        weights(out, "ServiceWeights", service);
        Json.strings(out, "ServiceMeta", meta == null ? Map.of() : meta);
        out.writeNumberProperty("ServicePort", service.port());
        out.writeBooleanProperty("ServiceEnableTagOverride", service.enableTagOverride());
        indexes(out, service.createIndex(), service.modifyIndex());
        out.writeEndObject();
    }

    /** With its checks, as {@code /v1/health/service} shows it. */
    static void health(JsonGenerator out, Instance instance) {
        out.writeStartObject();
        out.writeName("Node");
        node(out, instance.node());
        out.writeName("Service");
        service(out, instance.service());
        out.writeName("Checks");
        Json.array(out, instance.checks(), CatalogJson::check);
        out.writeEndObject();
    }

    /** A node with its services by their ids. */
    static void nodeServices(JsonGenerator out, Catalog.NodeServices found) {
        out.writeStartObject();
        out.writeName("Node");
        node(out, found.node());
        out.writeName("Services");
        Json.object(out, byId(found.services()), CatalogJson::service);
        out.writeEndObject();
    }

    /** A node with the list of its services. */
    static void nodeServiceList(JsonGenerator out, Catalog.NodeServices found) {
        out.writeStartObject();
        out.writeName("Node");
        node(out, found.node());
        out.writeName("Services");
        Json.array(out, found.services(), CatalogJson::service);
        out.writeEndObject();
    }

    /** What stands for a node that is not there. */
    static void noNode(JsonGenerator out) {
        out.writeStartObject();
        out.writeNullProperty("Node");
        out.writeNullProperty("Services");
        out.writeEndObject();
    }

    /** Left out where there are none, as clients expect it. */
    static void taggedAddresses(JsonGenerator out, String name, Service service) {
        if (!service.taggedAddresses().isEmpty()) {
            out.writeName(name);
            Json.object(out, service.taggedAddresses(), (o, address) -> {
                o.writeStartObject();
                o.writeStringProperty("Address", address.address());
                o.writeNumberProperty("Port", address.port());
                o.writeEndObject();
            });
        }
    }

    static void weights(JsonGenerator out, String name, Service service) {
        out.writeName(name).writeStartObject();
        out.writeNumberProperty("Passing", service.weights().passing());
        out.writeNumberProperty("Warning", service.weights().warning());
        out.writeEndObject();
    }

    private static void indexes(JsonGenerator out, long create, long modify) {
        out.writeNumberProperty("CreateIndex", create);
        out.writeNumberProperty("ModifyIndex", modify);
    }

    private static Map<String, Service> byId(List<Service> services) {
        return services.stream().collect(Collectors.toMap(Service::id, Function.identity(), (_, later) -> later));
    }
}
