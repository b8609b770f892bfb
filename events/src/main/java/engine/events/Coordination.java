package engine.events;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port through which rollouts are kept, observed and carried out. Nothing of it blocks. */
public interface Coordination {

    /**
     * A rollout as it is kept now.
     *
     * @param version what {@link #replace} must name
     */
    record Kept(RolloutRecord record, long version) {}

    /** Whether rollouts are coordinated here; with two who believe so, each kept record still has one successor. */
    boolean leads();

    /** All rollouts, those that are over too. */
    Collection<Kept> kept();

    /**
     * Keeps a record in place of one, if that is still the one kept.
     *
     * @param next empty to forget it
     * @return whether it was; completes when {@link #kept} shows it
     */
    CompletionStage<Boolean> replace(Kept kept, Optional<RolloutRecord> next);

    /** Whether an event is known to all that look here. */
    boolean isKnown(String eventId);

    CompletionStage<Done> fire(Event event);

    /** A logical time for an event that is fired now. */
    long lamportTime();

    Observation seen();
}
