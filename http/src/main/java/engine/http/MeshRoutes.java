package engine.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/**
 * What clients of a service mesh ask before they use it: there is none, and so no proxy, gateway, intention or entry. What would
 * make one is refused.
 */
final class MeshRoutes {
    private static final String ABSENT = "The service mesh is";
    private static final String CONFIG = "/v1/config/";
    private static final Set<String> KINDS = Set.of(
            "api-gateway",
            "exported-services",
            "http-route",
            "ingress-gateway",
            "inline-certificate",
            "jwt-provider",
            "mesh",
            "proxy-defaults",
            "service-defaults",
            "service-intentions",
            "service-resolver",
            "service-router",
            "service-splitter",
            "tcp-route",
            "terminating-gateway");

    private final Catalog catalog;
    private final Reads reads;

    MeshRoutes(Catalog catalog, Reads reads) {
        this.catalog = catalog;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/catalog/connect/", call -> none(call, Selectors.CATALOG_SERVICE))
                .get("/v1/health/connect/", this::noneHealthy)
                .get("/v1/health/ingress/", this::noneHealthy)
                .get("/v1/catalog/gateway-services/", this::gateway)
                .get("/v1/connect/intentions", call -> empty(call, MeshRoutes::nothing))
                .get("/v1/connect/intentions/match", this::match)
                .get(CONFIG, this::config)
                .put(CONFIG, _ -> absent())
                .delete(CONFIG, _ -> absent())
                .put("/v1/connect/intentions", _ -> absent())
                .post("/v1/connect/intentions", _ -> absent())
                .absent(ABSENT, "/v1/connect/", "/v1/config", "/v1/discovery-chain/");
    }

    private static CompletionStage<Answer> absent() {
        return Reads.now(Answer.text(501, ABSENT + " not in this version."));
    }

    /** Parameters that would select from something are refused where they are wrong. */
    private CompletionStage<Answer> none(Call call, Schema<Instance> schema) {
        call.required("Missing service name");
        var _ = reads.filter(call, schema);
        return empty(call, MeshRoutes::nothing);
    }

    private CompletionStage<Answer> noneHealthy(Call call) {
        var _ = Selection.passing(call.query());
        return none(call, Selectors.HEALTH);
    }

    /** Nothing ever changes: a query that waits does so until its time is over. */
    private CompletionStage<Answer> empty(Call call, Json.Value value) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Services(),
                () -> new Indexed<>(catalog.services().index(), List.of()),
                _ -> Answer.json(pretty, value));
    }

    /** Consul 1.8 writes no list here. */
    private CompletionStage<Answer> gateway(Call call) {
        call.required("Missing gateway name");
        return empty(call, JsonGenerator::writeNull);
    }

    private static void nothing(JsonGenerator out) {
        out.writeStartArray();
        out.writeEndArray();
    }

    private CompletionStage<Answer> match(Call call) {
        var by = call.query().first("by");
        var names = call.query().all("name");
        if (!by.equals("source") && !by.equals("destination")) {
            throw new Refusal(400, "'by' parameter must be one of 'source' or 'destination'");
        }
        if (names.isEmpty()) {
            throw new Refusal(400, "required query parameter 'name' not set");
        }
        Map<String, String> none = new TreeMap<>();
        names.forEach(name -> none.put(name, ""));
        reads.requireDatacenter(call);
        return Reads.now(Answer.json(call.pretty(), out -> Json.object(out, none, (o, _) -> o.writeNull())));
    }

    private CompletionStage<Answer> config(Call call) {
        var slash = call.rest().indexOf('/');
        var kind = slash < 0 ? call.rest() : call.rest().substring(0, slash);
        if (!KINDS.contains(kind)) {
            throw new Refusal(400, "invalid config entry kind: " + kind);
        }
        var name = slash < 0 ? "" : call.rest().substring(slash + 1);
        if (!name.isEmpty()) {
            reads.requireDatacenter(call);
            throw new Refused(Answer.text(404, "Config entry not found for \"" + kind + "\" / \"" + name + '"')
                    .with(reads.headers(1)));
        }
        return empty(call, MeshRoutes::nothing);
    }
}
