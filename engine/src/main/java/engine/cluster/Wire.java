package engine.cluster;

import java.util.Map;
import org.apache.pekko.util.ByteString;

/** What servers send each other to replicate the state. {@code from} is the sender's reference, to answer to. */
sealed interface Wire extends Replication.Command {

    /**
     * Entries that were written at the sender.
     *
     * @param frame number of its own at the sender, for the answer; 0 when none is wanted
     */
    record Push(String from, long frame, ByteString delta) implements Wire {}

    /** The entries of a frame are on disk here. */
    record Took(String from, long frame) implements Wire {}

    /**
     * Asks for the contents of every bucket whose digest is another at the receiver.
     *
     * @param all also of buckets that are only being written to: the difference may be on its way
     */
    record Compare(String from, boolean all, Map<String, Long> digests) implements Wire {}

    /** A part of the answer; the next follows when {@link More} has come. */
    record Part(String from, ByteString delta) implements Wire {}

    /** The last part has been taken. */
    record More(String from) implements Wire {}
}
