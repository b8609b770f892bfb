package engine.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port behind {@code ?consistent}. */
@FunctionalInterface
public interface Barrier {

    /**
     * Done when reads here see everything that was acknowledged anywhere before this call. Fails with a {@link Refusal} of
     * 500 where no majority says so before the context's deadline.
     */
    CompletionStage<Done> pass(Context context);
}
