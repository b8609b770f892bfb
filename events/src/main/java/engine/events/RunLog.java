package engine.events;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port through which a node records what it did about events. Called on actor threads: must not block. */
public interface RunLog {

    /** How many of the latest events a node remembers that it has handled. */
    int REMEMBERED = 10_000;

    /** Whether the node has handled an event, before a restart included. */
    boolean knows(String eventId);

    /** The id of the event for which the node has run triggers, before a restart included, and of which this one is a duplicate. */
    Optional<String> duplicated(Event event);

    /**
     * The node has seen an event; told once per event. It knows it from now on.
     *
     * @param event kept until none of its runs is left, so that they can go on after a restart
     * @param queued the runs to come
     * @return completes, in the order of the calls, when a restart would know it too; the runs do not start before that
     */
    CompletionStage<Done> received(Event event, Receipt receipt, List<Run> queued);

    /**
     * A run begins, ends or waits again. Later records of the same event, node and trigger replace earlier ones.
     *
     * @return completes when a restart would know it; a run does not begin before that, so that none begins twice
     */
    CompletionStage<Done> record(Run run);

    /** A run that was recorded to begin goes on, and has printed more. It is for those who watch it: a restart need not know. */
    void printed(Run run);
}
