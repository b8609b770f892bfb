package engine;

import engine.config.CatalogDefinition;
import engine.config.CatalogDeregistration;
import engine.config.CatalogRegistration;
import engine.config.ServiceDefinition;
import engine.http.Context;
import engine.http.Refusal;
import engine.local.LocalService;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import engine.state.Value;
import engine.text.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** What is written into the catalog from outside, for nodes without an agent. */
record CatalogWrites(Published published, Writes writes) {

    CompletionStage<Done> register(Map<String, ?> body, Context context) {
        try {
            return done(writes.write(ops(CatalogRegistration.of(body)), context));
        } catch (IllegalArgumentException e) {
            return refused(e);
        } catch (Refusal e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private List<Op> ops(CatalogRegistration registration) {
        var node = registration.node();
        var ops = new ArrayList<Op>();
        var known = published.current().catalog().node(node) != null;
        if (!known || !registration.skipNodeUpdate()) {
            ops.add(new Op.Put(new Key.Node(node), node(registration)));
        }
        registration
                .service()
                .ifPresent(service -> ops.add(new Op.Put(new Key.Service(node, service.id()), service(node, service))));
        for (var check : registration.checks()) {
            ops.add(new Op.Put(new Key.Check(node, check.id()), check(node, check, registration)));
        }
        return ops;
    }

    /** The node as the catalog keeps it. */
    static Value.Node node(CatalogRegistration registration) {
        return new Value.Node(
                registration.id(),
                registration.node(),
                registration.address(),
                registration.taggedAddresses(),
                registration.nodeMeta());
    }

    /** A service as the catalog keeps it. */
    static Value.Service service(String node, CatalogRegistration.Service service) {
        var definition = new ServiceDefinition(
                service.id(),
                service.name(),
                service.tags(),
                service.address(),
                service.taggedAddresses(),
                service.port(),
                Objects.requireNonNullElse(service.meta(), Map.of()),
                service.weights(),
                service.enableTagOverride(),
                service.nodeChecks(),
                List.of());
        return LocalService.value(node, definition, service.meta());
    }

    /** A check of a service shows that service's name and tags: of this registration, or as they are in the catalog. */
    private Value.Check check(String node, CatalogRegistration.Check check, CatalogRegistration registration) {
        var inBody = registration.service().filter(s -> s.id().equalsIgnoreCase(check.serviceId()));
        var service = inBody.map(s -> service(node, s)).or(() -> known(node, check.serviceId()));
        if (!check.serviceId().isEmpty() && service.isEmpty()) {
            throw new Refusal(400, "Missing service registration");
        }
        return check(node, check, service, CatalogDefinition.type(check.definition()));
    }

    /** A check as a transaction has the catalog keep it: as in Consul, without a type. {@code service} is the one that it belongs to. */
    static Value.Check check(String node, CatalogRegistration.Check check, Optional<Value.Service> service) {
        return check(node, check, service, "");
    }

    private static Value.Check check(
            String node, CatalogRegistration.Check check, Optional<Value.Service> service, String type) {
        return new Value.Check(
                        node,
                        check.id(),
                        check.name(),
                        check.status(),
                        check.notes(),
                        check.output(),
                        check.serviceId(),
                        service.map(Value.Service::name).orElse(""),
                        service.map(Value.Service::tags).orElse(List.of()),
                        type)
                .deregisterAfter(check.deregisterAfter())
                .defined(check.definition())
                .routing(check.routing());
    }

    private Optional<Value.Service> known(String node, String serviceId) {
        var state = published.current().catalog().node(node);
        var stored = state == null ? null : state.services().get(Key.fold(serviceId));
        return stored == null ? Optional.empty() : Optional.of(stored.value());
    }

    CompletionStage<Done> deregister(Map<String, ?> body, Context context) {
        try {
            return done(deregister(CatalogDeregistration.of(body), context));
        } catch (IllegalArgumentException e) {
            return refused(e);
        }
    }

    private CompletionStage<Boolean> deregister(CatalogDeregistration what, Context context) {
        var node = what.node();
        if (!what.serviceId().isEmpty()) {
            var key = new Key.Service(node, what.serviceId());
            return writes.ask(writes.store(), replyTo -> new Store.DeleteService(node, key.id(), replyTo), context);
        }
        if (!what.checkId().isEmpty()) {
            return writes.write(List.of(new Op.Delete(new Key.Check(node, what.checkId()))), context);
        }
        var key = new Key.Node(node);
        return writes.ask(writes.store(), replyTo -> new Store.DeleteNode(key.node(), replyTo), context);
    }

    private static CompletionStage<Done> refused(IllegalArgumentException e) {
        return CompletableFuture.failedStage(new Refusal(400, Reason.of(e)));
    }

    private static CompletionStage<Done> done(CompletionStage<Boolean> written) {
        return written.thenApply(_ -> Done.done());
    }
}
