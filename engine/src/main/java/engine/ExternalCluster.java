package engine;

import engine.checks.Result;
import engine.external.Cluster;
import engine.external.ExternalCheck;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.text.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The servers as a prober asks them: by the agent's own HTTP API, which a client agent hands on.
 *
 * @param node name of this node
 */
record ExternalCluster(OwnApi api, String node) implements Cluster {
    private static final String PATH = "/v1/external-checks";

    @Override
    public CompletionStage<Answer> ask(String version) {
        var query = "?prober=" + URLEncoder.encode(node, StandardCharsets.UTF_8) + "&version=" + version;
        return api.ask(HttpRequest.get(PATH + query)).thenApply(reply -> answer(Json.object(reply.body())));
    }

    @Override
    public CompletionStage<Written> tell(ExternalCheck known, Result found) {
        var body = Json.text(Map.of(
                "Prober", node,
                "Node", known.node(),
                "CheckID", known.id(),
                "ModifyIndex", known.modifyIndex(),
                "Status", found.status().text(),
                "Output", found.output()));
        return api.ask(HttpRequest.put(PATH).with(Entity.json(body))).thenApply(reply -> {
            var answer = Json.object(reply.body());
            return new Written(Boolean.TRUE.equals(answer.get("Written")), number(answer, "ModifyIndex"));
        });
    }

    private static Answer answer(Map<String, @Nullable Object> body) {
        return new Answer(
                text(body, "Version"),
                body.get("Checks") instanceof List<?> checks
                        ? Optional.of(checks.stream()
                                .map(check -> check((Map<?, ?>) check))
                                .toList())
                        : Optional.empty());
    }

    private static ExternalCheck check(Map<?, ?> check) {
        return new ExternalCheck(
                text(check, "Node"),
                text(check, "Address"),
                text(check, "CheckID"),
                text(check, "Name"),
                text(check, "ServiceID"),
                text(check, "ServiceName"),
                text(check, "Status"),
                text(check, "Output"),
                check.get("Definition") instanceof Map<?, ?> definition && !definition.isEmpty()
                        ? Json.text(definition)
                        : "",
                number(check, "ModifyIndex"));
    }

    private static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
