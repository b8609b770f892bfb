package engine.proposal;

import engine.kv.Batch;
import java.util.Optional;

/** What is around {@link Proposing}. */
interface World {
    /** Sends to a server by its address as a member of the cluster; it may be lost. */
    void send(String server, Wire message);

    /** Proposes an entry of the log; what becomes of it comes back with the number, at once or later. */
    void propose(long number, Batch entry);

    /** Who leads, as far as is known here. */
    Optional<Leader> leader();

    /** This server's address as a member of the cluster. */
    String self();

    /** The clock of the day: milliseconds since 1970. */
    long wall();

    /** This server's uninterrupted clock, in nanoseconds. */
    long nanos();

    /** What the index of the next change is to be at least. */
    long indexHint();

    /** A text that no other has. */
    String unique();
}
