package engine.snapshot;

import java.time.Instant;

/**
 * What an archive says of its origin.
 *
 * @param id unique to the archive
 * @param version of the program that wrote it
 */
public record Facts(String id, Instant created, String node, String datacenter, String version) {}
