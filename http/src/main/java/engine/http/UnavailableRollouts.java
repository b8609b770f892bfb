package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ports of a server that has no order of all writes to keep rollouts in. */
enum UnavailableRollouts implements Rollouts, Audit {
    INSTANCE;

    @Override
    public CompletionStage<Rollout> start(Start start, Context context) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public Indexed<List<Rollout>> list() {
        throw refusal();
    }

    @Override
    public Indexed<Optional<Rollout>> get(String id) {
        throw refusal();
    }

    @Override
    public CompletionStage<Rollout> tell(String id, Verb verb, Context context) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public Indexed<List<Entry>> entries(Search search) {
        throw refusal();
    }

    private static Refusal refusal() {
        return new Refusal(501, "Rollouts are not in this version.");
    }
}
