package engine.raft;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** A log that a majority of the voters has on disk, in one order for all, applied to the {@link Machine} of every server. */
public interface ReplicatedLog extends AutoCloseable {
    /** Bytes of the longest entry: a command of 1 MiB and what goes with it. */
    int LONGEST = (1 << 20) + (64 << 10);

    /**
     * Adds an entry to the log; entries of one caller keep their order. Only the leader can.
     *
     * @param entry not empty, of at most {@link #LONGEST} bytes
     * @param told its fate, once, on any thread, which must not be held up
     */
    void propose(ByteString entry, Consumer<Fate> told);

    /**
     * An index of the log up to which the machine here must have applied for a read to see all that was committed when this was
     * called. When it is told, the machine here has been given all up to it; it may be an entry of the log's own.
     *
     * @return fails with {@link NoQuorum} when no majority answers within the limit
     */
    CompletionStage<Long> barrier(Duration limit);

    /** How things are; never waits. */
    View view();

    /** Index of the last entry that a majority has, as far as it is known here. Takes a lock, unlike {@link #view}. */
    default long committed() {
        return view().applied();
    }

    /**
     * Changes who is a voter; the leader does one change at a time.
     *
     * @return done when a majority has it; fails with a sentence when it cannot be made
     */
    CompletionStage<Done> change(Voters.Change change);

    /**
     * Has the voter that knows most lead in this server's place; done when another leads. At once where this server does not lead,
     * or where there is nobody else.
     */
    CompletionStage<Done> handOver();

    /**
     * Makes these the only voters, on this server alone and without asking anybody: the majority is lost for good. What only those
     * who are gone had is lost. To be called by an operator, on one server; it may wait for as long as some elections take.
     *
     * @param voters ids of voters that are left, this one included
     */
    void reset(Set<String> voters);

    /** Ends it; what waits is told {@link Fate#UNKNOWN}. Returns when nothing is applied any more. */
    @Override
    void close();
}
