package engine.state;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The other servers, as the store needs them. */
public interface Peers {

    /** No other servers: this one alone is all. */
    Peers NONE = new Peers() {
        @Override
        public void push(List<Change> changes) {}

        @Override
        public CompletionStage<Done> pushToMajority(List<Change> changes) {
            return CompletableFuture.completedStage(Done.done());
        }

        @Override
        public boolean majority() {
            return true;
        }
    };

    /** Sends what was written here to every server that is reachable, at once; who misses it is told by the repair. */
    void push(List<Change> changes);

    /**
     * Likewise, done when a majority of all servers, this one included, has it on disk; fails with a sentence when that is not
     * known in time, though it may still come to be.
     */
    CompletionStage<Done> pushToMajority(List<Change> changes);

    /** Whether a majority of all servers, the unreachable included, can be reached at this moment. */
    boolean majority();
}
