package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Autopilot in memory. */
final class FakeAutopilot implements Autopilot {
    private final Fakes state;
    volatile Kept kept = new Kept(Configuration.DEFAULT, 1, 1);
    volatile boolean oneFailed;

    FakeAutopilot(Fakes state) {
        this.state = state;
    }

    @Override
    public Kept configuration() {
        return kept;
    }

    @Override
    public CompletionStage<Boolean> configure(Configuration wanted, OptionalLong cas, Context context) {
        var held = cas.isEmpty() || cas.getAsLong() == kept.modifyIndex();
        if (held) {
            kept = new Kept(wanted, kept.createIndex(), kept.modifyIndex() + 1);
        }
        return CompletableFuture.completedFuture(held);
    }

    @Override
    public Health health() {
        var peers = state.servers.peers();
        return new Health(
                2,
                30,
                (oneFailed ? peers : List.of(peers.getFirst()))
                        .stream()
                                .map(peer -> new Server(peer, Instant.parse("2026-11-22T08:33:54.123Z")))
                                .toList());
    }

    @Override
    public CompletionStage<Done> transferLeader(Optional<String> id, boolean passedOn, Context context) {
        state.calls.add("transfer " + id.orElse("any"));
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
