package engine.events;

/** The port through which a node records what it did about events. Called on actor threads: must not block. */
public interface RunLog {

    /** The node has seen the event; told once per event, before its runs. */
    void received(Receipt receipt);

    /** A run has begun, ended, or been queued. Later records of the same event, node and trigger replace earlier ones. */
    void record(Run run);
}
