package engine.http;

import java.util.concurrent.CompletionStage;

/** {@code /v1/kv-conflicts}: available writes that were not taken over. */
final class KvConflictRoutes {
    private static final String PATH = "/v1/kv-conflicts/";

    private final KvConflicts conflicts;
    private final Reads reads;

    KvConflictRoutes(KvConflicts conflicts, Reads reads) {
        this.conflicts = conflicts;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::list).delete(PATH, this::forget);
    }

    private CompletionStage<Answer> list(Call call) {
        var prefix = KeyText.of(call);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.KvConflicts(),
                () -> conflicts.list(prefix),
                found -> Answer.json(pretty, out -> Json.array(out, found, KvJson::conflict)));
    }

    private CompletionStage<Answer> forget(Call call) {
        reads.requireDatacenter(call);
        call.required("Missing key name");
        var key = KeyText.of(call);
        var stamp = call.query().first("stamp");
        if (stamp.isEmpty()) {
            throw new Refusal(
                    400,
                    "Missing stamp: a conflict is forgotten by its key and ?stamp=, as /v1/kv-conflicts/ lists it.");
        }
        var pretty = call.pretty();
        return conflicts
                .forget(key, stamp, call.context())
                .thenApply(done -> Answer.json(pretty, out -> out.writeBoolean(done)));
    }
}
