package engine.snapshot;

import java.time.Instant;
import java.util.Map;

/**
 * What an archive holds, found by reading and verifying all of it.
 *
 * @param size bytes of the file
 * @param index of the node that wrote it
 * @param version of the program that wrote it
 * @param counts entries by kind
 * @param bytes by kind, before compression
 */
public record Inspection(
        String id,
        long size,
        long index,
        Instant created,
        String node,
        String datacenter,
        String version,
        Map<Kind, Long> counts,
        Map<Kind, Long> bytes) {}
