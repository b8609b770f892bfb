package engine.checks;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** One way to ask a target how it is. What is wrong with the target is a value; only a bug fails. */
interface Probe {

    /** Of which kind it is, as metrics tell them apart: {@code http} of {@code HttpProbe}. */
    default String kind() {
        var name = getClass().getSimpleName();
        return name.substring(0, name.length() - (name.endsWith("Probe") ? "Probe".length() : 0))
                .toLowerCase(Locale.ROOT)
                .intern();
    }

    /** Starts to ask. Does not block. */
    Flight start();

    /** After so long a probe that has not answered has failed, and is abandoned. */
    Duration deadline();

    /** What a probe found that has not answered by its deadline. */
    Result late();

    /**
     * A probe under way.
     *
     * @param result completes when nothing of the probe is left running, abandoned or not
     * @param abandon releases what the probe holds, as nobody waits for its result any more; also if it has ended
     */
    record Flight(CompletionStage<Result> result, Runnable abandon) {}
}
