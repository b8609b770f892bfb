package engine;

import engine.config.CatalogDefinition;
import engine.http.Check;
import engine.http.CheckHistory;
import engine.http.GoDuration;
import engine.http.Instance;
import engine.http.Node;
import engine.http.Service;
import engine.local.CheckPast;
import engine.state.ServiceInstance;
import engine.state.Stored;
import engine.state.Value;
import engine.text.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the state keeps, in the words of HTTP. */
final class HttpRecords {

    private HttpRecords() {}

    static Node node(Stored<Value.Node> stored, String datacenter) {
        var node = stored.value();
        return new Node(
                node.id(),
                node.name(),
                node.address(),
                datacenter,
                node.taggedAddresses(),
                node.meta(),
                stored.createIndex(),
                stored.modifyIndex());
    }

    static Service service(Stored<Value.Service> stored) {
        return service(stored.value(), stored.createIndex(), stored.modifyIndex());
    }

    static Service service(Value.Service service, long createIndex, long modifyIndex) {
        return new Service(
                service.id(),
                service.name(),
                service.tags(),
                service.address(),
                tagged(service.taggedAddresses()),
                service.meta(),
                service.port(),
                new Service.Weights(service.passingWeight(), service.warningWeight()),
                service.enableTagOverride(),
                service.nodeChecks(),
                createIndex,
                modifyIndex);
    }

    private static Map<String, Service.Address> tagged(Map<String, Value.TaggedAddress> addresses) {
        if (addresses.isEmpty()) {
            return Map.of();
        }
        var tagged = new LinkedHashMap<String, Service.Address>();
        addresses.forEach((tag, address) -> tagged.put(tag, new Service.Address(address.address(), address.port())));
        return tagged;
    }

    static Check check(Stored<Value.Check> stored) {
        return check(stored.value(), stored.createIndex(), stored.modifyIndex());
    }

    static Check check(Value.Check check, long createIndex, long modifyIndex) {
        return new Check(
                check.node(),
                check.id(),
                check.name(),
                check.status(),
                check.notes(),
                check.output(),
                check.serviceId(),
                check.serviceName(),
                check.serviceTags(),
                check.type(),
                check.routing(),
                createIndex,
                modifyIndex,
                definition(check.definition()));
    }

    /** As it is shown: durations as Go writes them. */
    static Map<String, ?> definition(String kept) {
        if (kept.isEmpty()) {
            return Map.of();
        }
        var shown = Json.object(kept);
        shown.replaceAll((name, value) -> value instanceof Number nanos && CatalogDefinition.DURATIONS.contains(name)
                ? GoDuration.text(Duration.ofNanos(nanos.longValue()))
                : value);
        return shown;
    }

    static Instance instance(ServiceInstance instance, String datacenter) {
        return new Instance(
                node(instance.node(), datacenter),
                service(instance.service()),
                instance.checks().stream().map(HttpRecords::check).toList());
    }

    static CheckHistory history(Value.Check check, CheckPast past) {
        return new CheckHistory(
                check(check, 0, 0),
                check.since(),
                past.changes(),
                past.last().stream()
                        .map(transition -> new CheckHistory.Transition(
                                transition.at(),
                                transition.from().text(),
                                transition.to().text(),
                                transition.output()))
                        .toList());
    }
}
