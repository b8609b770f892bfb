package engine.http;

import java.time.Duration;

/**
 * How the HTTP API is served.
 *
 * @param datacenter the agent's own
 * @param nodeName the agent's own
 * @param kvMaxValueSize most bytes of a value in the key-value store
 * @param maxBodySize most bytes of any other request body
 * @param eventMaxPayload most bytes of an event's payload
 * @param defaultWait how long a blocking query waits that does not say
 * @param maxWait the longest that one may ask for
 */
public record HttpSettings(
        String datacenter,
        String nodeName,
        int kvMaxValueSize,
        int maxBodySize,
        int eventMaxPayload,
        Duration defaultWait,
        Duration maxWait) {

    /** Bytes of the largest body that anything here takes. */
    int largestBody() {
        return Math.max(maxBodySize, Math.max(kvMaxValueSize, eventMaxPayload));
    }
}
