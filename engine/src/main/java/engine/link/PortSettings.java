package engine.link;

import java.time.Duration;

/**
 * Limits of an agent port.
 *
 * @param maxConnections connections at a time; a stream, a waiting query and a probe each take one
 * @param idle a connection on which nothing has passed for so long is closed: longer than the longest blocking query
 */
public record PortSettings(int maxConnections, Duration idle) {
    /** A minute more than the longest query of the HTTP API with its spread. */
    public static final PortSettings DEFAULT = new PortSettings(20_000, Duration.ofMinutes(12));

    public PortSettings {
        if (maxConnections < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("the limits of an agent port must be above 0");
        }
    }
}
