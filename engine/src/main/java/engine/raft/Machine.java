package engine.raft;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.pekko.util.ByteString;

/**
 * What the log is applied to. All of this is called on one thread at a time, in order; none of it may wait. An exception ends the
 * process: a machine that has not applied an entry must not go on.
 */
public interface Machine {

    /** Applies the entry at an index. Indexes grow, with gaps: some entries are the log's own. */
    void apply(long index, ByteString entry);

    /** This server leads from now on, and has applied all that was committed before it did. */
    void lead(long term);

    /** This server leads no more. */
    void follow();

    /** What is to be written of the state as it is now; made at once, from what does not change. */
    Image image();

    /**
     * Puts the state of a snapshot in place of what is here; called before anything is applied, and when this server was too far
     * behind.
     *
     * @param directory with the files that an {@link Image} wrote
     */
    void load(Path directory) throws IOException;

    /** The state at one index. */
    @FunctionalInterface
    interface Image {
        /** Writes it into files of a directory, which is there and empty. Called on a thread of its own; forced to disk by the caller. */
        void writeTo(Path directory) throws IOException;
    }
}
