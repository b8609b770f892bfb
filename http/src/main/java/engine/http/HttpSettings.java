package engine.http;

import engine.http.protocol.Protocol;
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
 * @param transactions what a transaction may be
 * @param sessionTtlMin the shortest time to live of a session
 * @param defaultWait how long a blocking query waits that does not say
 * @param maxWait the longest that one may ask for
 * @param protocol of connections and of all answers
 */
public record HttpSettings(
        String datacenter,
        String nodeName,
        int kvMaxValueSize,
        int maxBodySize,
        long maxSnapshotSize,
        int eventMaxPayload,
        Transaction transactions,
        Duration sessionTtlMin,
        Duration defaultWait,
        Duration maxWait,
        Protocol protocol) {

    /**
     * What a transaction may be.
     *
     * @param maxOps most operations
     * @param maxSize most bytes of its body; at least those of a value
     */
    public record Transaction(int maxOps, int maxSize) {
        /** 128 operations; a body may be as large as a value. */
        public static final Transaction DEFAULT = new Transaction(128, 0);
    }

    /** The shortest time to live of a session where nothing else is said. */
    public static final Duration SESSION_TTL_MIN = Duration.ofSeconds(10);

    /** Most bytes of keys to import at once. */
    static final int MAX_IMPORT_SIZE = 16 << 20;

    /** Most bytes of an archive where nothing else is said: 1 GiB. */
    public static final long MAX_SNAPSHOT_SIZE = 1L << 30;

    /** With {@link Protocol#DEFAULT}. */
    public HttpSettings(
            String datacenter,
            String nodeName,
            int kvMaxValueSize,
            int maxBodySize,
            long maxSnapshotSize,
            int eventMaxPayload,
            Transaction transactions,
            Duration sessionTtlMin,
            Duration defaultWait,
            Duration maxWait) {
        this(
                datacenter,
                nodeName,
                kvMaxValueSize,
                maxBodySize,
                maxSnapshotSize,
                eventMaxPayload,
                transactions,
                sessionTtlMin,
                defaultWait,
                maxWait,
                Protocol.DEFAULT);
    }

    /** With what holds where nothing else is said. */
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

    HttpSettings(
            String datacenter,
            String nodeName,
            int kvMaxValueSize,
            int maxBodySize,
            long maxSnapshotSize,
            int eventMaxPayload,
            Duration defaultWait,
            Duration maxWait) {
        this(
                datacenter,
                nodeName,
                kvMaxValueSize,
                maxBodySize,
                maxSnapshotSize,
                eventMaxPayload,
                Transaction.DEFAULT,
                SESSION_TTL_MIN,
                defaultWait,
                maxWait);
    }

    /** The same with this protocol. */
    public HttpSettings with(Protocol other) {
        return new HttpSettings(
                datacenter,
                nodeName,
                kvMaxValueSize,
                maxBodySize,
                maxSnapshotSize,
                eventMaxPayload,
                transactions,
                sessionTtlMin,
                defaultWait,
                maxWait,
                other);
    }

    /** Most bytes of a transaction's body. */
    int transactionMaxSize() {
        return Math.max(transactions.maxSize(), kvMaxValueSize);
    }

    /** Bytes of the largest body that is read whole, but for imports. */
    int largestBody() {
        return Math.max(Math.max(maxBodySize, transactionMaxSize()), eventMaxPayload);
    }
}
