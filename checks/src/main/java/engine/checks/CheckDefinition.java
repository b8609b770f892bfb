package engine.checks;

import java.time.Duration;
import java.util.Optional;

/**
 * One health check as configured or registered.
 *
 * @param id unique on its node, not empty
 * @param name shown to people, not empty
 * @param notes free text
 * @param serviceId id of the service that it belongs to; empty for a check of the node
 * @param spec what is probed
 * @param interval time from one probe to the next; ignored by TTL and alias checks
 * @param timeout a probe slower than this has failed and is ended
 * @param initialStatus the status before the first result
 * @param policy results in a row that change the status
 * @param outputMaxSize bytes of output kept with a result, at least 1
 * @param deregisterCriticalServiceAfter a check critical for so long deregisters its service; empty for never
 * @param options what Consul does not have
 */
public record CheckDefinition(
        String id,
        String name,
        String notes,
        String serviceId,
        CheckSpec spec,
        Duration interval,
        Duration timeout,
        Status initialStatus,
        Policy policy,
        int outputMaxSize,
        Optional<Duration> deregisterCriticalServiceAfter,
        CheckOptions options) {

    /** Bytes of output kept unless the definition says otherwise. */
    public static final int DEFAULT_OUTPUT_MAX_SIZE = 4096;

    /** A check without {@link CheckOptions}. */
    public CheckDefinition(
            String id,
            String name,
            String notes,
            String serviceId,
            CheckSpec spec,
            Duration interval,
            Duration timeout,
            Status initialStatus,
            Policy policy,
            int outputMaxSize,
            Optional<Duration> deregisterCriticalServiceAfter) {
        this(
                id,
                name,
                notes,
                serviceId,
                spec,
                interval,
                timeout,
                initialStatus,
                policy,
                outputMaxSize,
                deregisterCriticalServiceAfter,
                CheckOptions.NONE);
    }

    public CheckDefinition {
        if (id.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a check needs an id and a name");
        }
        if (outputMaxSize < 1) {
            throw new IllegalArgumentException("output-max-size must be >= 1, was " + outputMaxSize);
        }
    }
}
