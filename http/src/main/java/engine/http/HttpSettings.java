package engine.http;

import java.time.Duration;

/**
 * How the HTTP API is served.
 *
 * @param datacenter the agent's own
 * @param nodeName the agent's own
 * @param kvMaxValueSize most bytes of a value in the key-value store
 * @param maxBodySize most bytes of any other request body
 * @param maxSnapshotSize most bytes of an archive to restore
 * @param eventMaxPayload most bytes of an event's payload
 * @param defaultWait how long a blocking query waits that does not say
 * @param maxWait the longest that one may ask for
 */
public record HttpSettings(
        String datacenter,
        String nodeName,
        int kvMaxValueSize,
        int maxBodySize,
        long maxSnapshotSize,
        int eventMaxPayload,
        Duration defaultWait,
        Duration maxWait) {

    /** Most bytes of an archive where nothing else is said: 1 GiB. */
    public static final long MAX_SNAPSHOT_SIZE = 1L << 30;

    /** With {@link #MAX_SNAPSHOT_SIZE}. */
    public HttpSettings(
            String datacenter,
            String nodeName,
            int kvMaxValueSize,
            int maxBodySize,
            int eventMaxPayload,
            Duration defaultWait,
            Duration maxWait) {
        this(
                datacenter,
                nodeName,
                kvMaxValueSize,
                maxBodySize,
                MAX_SNAPSHOT_SIZE,
                eventMaxPayload,
                defaultWait,
                maxWait);
    }

    /** Bytes of the largest body that is read whole. */
    int largestBody() {
        return Math.max(maxBodySize, Math.max(kvMaxValueSize, eventMaxPayload));
    }
}
