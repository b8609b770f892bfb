package engine.external;

import engine.checks.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port through which a prober asks servers, and tells them. */
public interface Cluster {

    /**
     * What this agent is to probe. Fails where no server answers.
     *
     * @param version of what it knows; empty for none
     */
    CompletionStage<Answer> ask(String version);

    /** Tells what was found about a check as it was known; fails where no server answers. */
    CompletionStage<Written> tell(ExternalCheck known, Result found);

    /** @param checks empty where nothing has changed */
    record Answer(String version, Optional<List<ExternalCheck>> checks) {}

    /**
     * What became of a finding.
     *
     * @param written false when the check is gone, has changed, or is another prober's
     * @param modifyIndex of the check as it is now
     */
    record Written(boolean written, long modifyIndex) {}
}
