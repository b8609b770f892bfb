package engine.link;

import java.time.Duration;

/**
 * Limits of an agent port.
 *
 * @param maxConnections connections at a time; a stream, a waiting query and a probe each take one
 * @param maxBody most bytes of a request's body
 * @param idle a connection on which nothing has passed for so long is closed: longer than the longest blocking query
 */
public record PortSettings(int maxConnections, long maxBody, Duration idle) {
    /** The largest body that the HTTP API can be set to take, and a minute more than its longest query with its spread. */
    public static final PortSettings DEFAULT = new PortSettings(20_000, 64L << 20, Duration.ofMinutes(12));

    public PortSettings {
        if (maxConnections < 1 || maxBody < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("the limits of an agent port must be above 0");
        }
    }
}
