package engine.http;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code /v1/event/trigger} and {@code /v1/event/triggers}: triggers kept in the cluster. */
final class TriggerRoutes {
    /** Bytes of definitions that one request may bring. */
    static final int MAX_SIZE = 256 * 1024;

    private final KeptTriggers triggers;
    private final Reads reads;

    TriggerRoutes(KeptTriggers triggers, Reads reads) {
        this.triggers = triggers;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.put("/v1/event/trigger", this::apply)
                .get("/v1/event/trigger/", this::one)
                .delete("/v1/event/trigger/", this::delete)
                .get("/v1/event/triggers", this::list)
                .put("/v1/event/triggers/", this::report);
    }

    private CompletionStage<Answer> apply(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        call.requirePlain();
        return call.body()
                .read(MAX_SIZE, "")
                .thenCompose(body -> triggers.apply(text(body), call.context()))
                .thenApply(kept -> Answer.json(pretty, out -> Json.array(out, kept, TriggerJson::kept)));
    }

    private static String text(ByteString body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(body.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Refusal(400, "The definition is not a text in UTF-8.");
        }
    }

    private CompletionStage<Answer> list(Call call) {
        var pretty = call.pretty();
        var withNodes = call.query().has("nodes");
        return reads.answer(
                call,
                triggers.topic(),
                triggers::all,
                found -> Answer.json(pretty, out -> {
                    var nodes = withNodes ? triggers.nodes() : null;
                    Json.array(out, found, (json, kept) -> TriggerJson.kept(json, kept, nodes));
                }));
    }

    private CompletionStage<Answer> one(Call call) {
        var name = call.required("Missing trigger name");
        var pretty = call.pretty();
        return reads.answer(call, triggers.topic(), () -> KeptTriggers.named(triggers.all(), name), found -> {
            var kept = found.orElseThrow(() -> unknown(name));
            return Answer.json(pretty, out -> TriggerJson.kept(out, kept, triggers.nodes()));
        });
    }

    private CompletionStage<Answer> delete(Call call) {
        reads.requireDatacenter(call);
        var name = call.required("Missing trigger name");
        return triggers.delete(name, call.context()).thenApply(there -> {
            if (!there) {
                throw unknown(name);
            }
            return Answer.json(false, out -> out.writeBoolean(true));
        });
    }

    private CompletionStage<Answer> report(Call call) {
        reads.requireDatacenter(call);
        var node = call.required("Missing node name");
        call.requirePlain();
        return call.body()
                .read(MAX_SIZE, "")
                .thenCompose(body -> triggers.report(node, report(RequestJson.object(body)), call.context()))
                .thenApply(_ -> Answer.json(false, out -> out.writeBoolean(true)));
    }

    private static KeptTriggers.Report report(Map<String, @Nullable Object> body) {
        return new KeptTriggers.Report(
                texts(body.get("Permits")), texts(body.get("Defines")), fails(body.get("Fails")));
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static Map<String, String> fails(@Nullable Object value) {
        var fails = new TreeMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, why) -> fails.put(String.valueOf(name), String.valueOf(why)));
        }
        return fails;
    }

    private static Refusal unknown(String name) {
        return new Refusal(404, "No trigger \"" + name + "\" is kept in the cluster.");
    }
}
