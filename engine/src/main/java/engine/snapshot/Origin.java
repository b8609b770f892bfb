package engine.snapshot;

import java.time.Instant;
import java.util.UUID;

/**
 * The agent that writes archives.
 *
 * @param version of the program
 */
public record Origin(String node, String datacenter, String version) {

    /** The facts of a new archive. */
    public Facts at(Instant now) {
        return new Facts(UUID.randomUUID().toString(), now, node, datacenter, version);
    }
}
