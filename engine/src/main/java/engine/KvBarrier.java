package engine;

import engine.http.Barrier;
import engine.http.Context;
import engine.http.Refusal;
import engine.proposal.Proposals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What reads of keys and sessions pass. A server that has started does not know how much of its log is committed until a leader says
 * so: until then it has not caught up.
 */
final class KvBarrier implements Barrier {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final KvWrites writes;
    private final CompletableFuture<Done> caughtUp = new CompletableFuture<>();

    private KvBarrier(KvWrites writes) {
        this.writes = writes;
    }

    /** One that asks until it has caught up. */
    static KvBarrier start(ActorSystem<?> system, Proposals proposals) {
        var barrier = new KvBarrier(new KvWrites(proposals));
        barrier.ask(system, proposals);
        return barrier;
    }

    private void ask(ActorSystem<?> system, Proposals proposals) {
        proposals.barrier(LONGEST).whenComplete((done, failure) -> {
            if (failure == null) {
                caughtUp.complete(done);
            } else {
                system.scheduler().scheduleOnce(AGAIN, () -> ask(system, proposals), system.executionContext());
            }
        });
    }

    @Override
    public CompletionStage<Done> pass(Context context) {
        return writes.barrier(context);
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    @Override
    public CompletionStage<Done> caughtUp(Context context) {
        return caughtUp.copy()
                .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(_ -> CompletableFuture.failedStage(new Refusal(
                        500,
                        "No quorum: this server has started and no leader has told it yet what was written last. With ?stale it"
                                + " answers with what it has.")));
    }
}
