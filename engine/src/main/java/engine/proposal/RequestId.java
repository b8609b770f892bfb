package engine.proposal;

import engine.kv.ClientId;

/**
 * Tells a repetition of a request from a new one, for an agent that sends it again, to this server or another, when it does not
 * know what became of it.
 *
 * @param client that agent; no other has this identity
 * @param sequence 1, 2, 3 ... of its requests, in any order
 * @param done all sequences up to this one have been answered and will not be sent again
 */
public record RequestId(ClientId client, long sequence, long done) {
    public RequestId {
        if (sequence < 1 || done < 0 || done >= sequence) {
            throw new IllegalArgumentException("a sequence is greater than all that is done before it");
        }
    }
}
