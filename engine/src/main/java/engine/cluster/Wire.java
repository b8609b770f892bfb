package engine.cluster;

import java.util.Map;
import org.apache.pekko.util.ByteString;

/** What servers send each other to replicate the state. {@code from} is the sender's reference, to answer to. */
sealed interface Wire extends Replication.Command {

    /** Entries that were written at the sender. */
    record Push(ByteString delta) implements Wire {}

    /** Asks for the contents of every bucket whose digest is another at the receiver. */
    record Compare(String from, Occasion occasion, Map<String, Long> digests) implements Wire {}

    /** Why a server asks. */
    enum Occasion {
        /** To make up for what was lost: what is only being written to is left out, as the difference may be on its way. */
        ROUTINE,
        /** From now on the asker pushes to the receiver, which is to ask back for what was written there before. */
        FOUND,
        /** The receiver has found the asker. */
        FOUND_BACK
    }

    /** A part of the answer; the next follows when {@link More} has come. */
    record Part(String from, ByteString delta) implements Wire {}

    /** The last part has been taken. */
    record More(String from) implements Wire {}
}
