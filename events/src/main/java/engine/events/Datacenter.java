package engine.events;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/** The port through which triggers change what all nodes see. What is refused fails with a sentence. */
public interface Datacenter {

    /**
     * Asks to be the one node that runs something. Who was the first to ask holds it for good, also when it asks again.
     *
     * @return name of the node that holds it; fails with a sentence while that cannot be decided
     */
    CompletionStage<String> claim(Claim claim);

    /** Sets a key of the key-value store. */
    CompletionStage<Done> put(String key, ByteString value);

    /**
     * Fires an event.
     *
     * @param depth how many events led to it, each fired by a trigger of the one before; at least 1
     * @return its id
     */
    CompletionStage<String> fire(String name, ByteString payload, int depth);
}
