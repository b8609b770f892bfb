package engine.cli;

import java.time.Instant;
import java.util.Map;

/**
 * What a snapshot file holds.
 *
 * @param size bytes of the file
 * @param index of the state when it was taken
 * @param node the agent that took it
 * @param version of that agent
 * @param counts entries by kind
 */
record SnapshotSummary(
        String id,
        long size,
        long index,
        Instant created,
        String node,
        String datacenter,
        String version,
        Map<String, Long> counts) {}
