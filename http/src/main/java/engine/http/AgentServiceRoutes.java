package engine.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /v1/agent/services}, {@code /v1/agent/service/...}, {@code /v1/agent/health/...}: the agent's own services. */
final class AgentServiceRoutes {
    private final LocalAgent agent;
    private final HttpSettings settings;
    private final Blocking blocking;

    AgentServiceRoutes(LocalAgent agent, HttpSettings settings, Blocking blocking) {
        this.agent = agent;
        this.settings = settings;
        this.blocking = blocking;
    }

    void addTo(Routes routes) {
        routes.get("/v1/agent/services", this::services)
                .get("/v1/agent/service/", this::service)
                .put("/v1/agent/service/register", this::register)
                .put("/v1/agent/service/deregister/", this::deregister)
                .put("/v1/agent/service/maintenance/", this::maintenance)
                .get("/v1/agent/health/service/id/", this::healthById)
                .get("/v1/agent/health/service/name/", this::healthByName);
    }

    private CompletionStage<Answer> services(Call call) {
        var filter = Filter.of(call, Selectors.SERVICE);
        var byId = new TreeMap<String, Service>();
        agent.services().stream().filter(filter).forEach(service -> byId.put(service.id(), service));
        return Reads.now(Answer.json(call.pretty(), out -> Json.<Service>object(out, byId, AgentJson::service)));
    }

    /**
     * One service, blocking by the hash of its definition. What the agent registers shows in the catalog's node a moment
     * later: that is what the query waits for.
     */
    private CompletionStage<Answer> service(Call call) {
        var id = call.rest();
        var pretty = call.pretty();
        var node = settings.nodeName();
        Supplier<Indexed<Optional<Service>>> read = () -> {
            var index = blocking.index(); // before the service, so that no later change is missed
            return new Indexed<>(index, agent.service(id));
        };
        var first = read.get();
        var hash = call.query().first("hash");
        var limit = Wait.limit(call.query().first("wait"), settings);
        var wait = new Wait(0, limit, call.request().cancellation());
        var known = !hash.isEmpty()
                && first.value().filter(service -> hash(service).equals(hash)).isPresent();
        if (!known) {
            return Reads.now(service(id, first.value(), pretty));
        }
        return blocking.park(wait, new Topic.Node(node), first, read)
                .thenApply(found -> service(id, found.value(), pretty));
    }

    private static Answer service(String id, Optional<Service> found, boolean pretty) {
        var service = found.orElseThrow(() -> new Refusal(404, "unknown service ID: " + id));
        var hash = hash(service);
        return Answer.json(pretty, out -> AgentJson.service(out, service, hash)).with("X-Consul-Contenthash", hash);
    }

    private CompletionStage<Answer> register(Call call) {
        var replace = call.query().first("replace-existing-checks");
        var replaceExistingChecks =
                call.query().has("replace-existing-checks") && (replace.isEmpty() || replace.equals("true"));
        return call.json(settings)
                .thenCompose(definition -> agent.registerService(definition, replaceExistingChecks, call.context()))
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> deregister(Call call) {
        return agent.deregisterService(call.required("ServiceID missing"), call.context())
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> maintenance(Call call) {
        var id = call.required("Missing service ID");
        return agent.serviceMaintenance(
                        id, AgentRoutes.enable(call), call.query().first("reason"), call.context())
                .thenApply(_ -> Answer.DONE);
    }

    private CompletionStage<Answer> healthById(Call call) {
        var id = call.required("Bad request: Missing serviceID");
        var health = agent.service(id).map(service -> ServiceStatus.of(service, agent.checks()));
        if (health.isEmpty()) {
            var reason = "ServiceId " + id + " not found";
            return Reads.now(status(call, 404, reason, AgentJson::noHealth));
        }
        var found = health.get();
        return Reads.now(status(
                call, ServiceStatus.httpStatus(found.status()), found.status(), out -> AgentJson.health(out, found)));
    }

    private CompletionStage<Answer> healthByName(Call call) {
        var name = call.required("Bad request: Missing service Name");
        var checks = agent.checks();
        List<ServiceStatus> found = agent.services().stream()
                .filter(service -> service.name().equals(name))
                .map(service -> ServiceStatus.of(service, checks))
                .toList();
        var worst = ServiceStatus.worstOf(found);
        return Reads.now(status(
                call,
                found.isEmpty() ? 404 : ServiceStatus.httpStatus(worst),
                found.isEmpty() ? "ServiceName " + name + " Not Found" : worst,
                out -> Json.array(out, found, AgentJson::health)));
    }

    /** A status with its reason; the reason alone with {@code format=text}. */
    private static Answer status(Call call, int status, String reason, Json.Value value) {
        var answer =
                call.query().first("format").equals("text") ? Answer.plain(reason) : Answer.json(call.pretty(), value);
        return answer.withStatus(status).with("X-Consul-Reason", headerSafe(reason));
    }

    /** Names are the client's: what cannot stand in a header is left out of it. */
    private static String headerSafe(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String hash(Service service) {
        var bytes = Json.bytes(false, out -> AgentJson.service(out, service)).toArrayUnsafe();
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
