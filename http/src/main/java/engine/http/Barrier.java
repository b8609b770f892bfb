package engine.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port behind {@code ?consistent}, and behind reads of keys and sessions while a server starts. */
@FunctionalInterface
public interface Barrier {

    /**
     * Done when reads here see everything that was acknowledged anywhere before this call. Fails with a {@link Refusal} of
     * 500 where no majority says so before the context's deadline.
     */
    CompletionStage<Done> pass(Context context);

    /** Whether this server has all that was acknowledged before it started; until then keys may be missing that are there. */
    default boolean isCaughtUp() {
        return true;
    }

    /** Done when it has. Fails with a {@link Refusal} of 500 where that takes longer than the context's deadline, or some seconds. */
    default CompletionStage<Done> caughtUp(Context context) {
        return CompletableFuture.completedStage(Done.getInstance());
    }
}
