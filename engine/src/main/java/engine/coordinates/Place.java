package engine.coordinates;

/**
 * Where a node is, as a server knows it.
 *
 * @param segment part of the network in which that was measured; empty for the one that there is
 * @param stamp when it was told, in milliseconds by the clock of the server that was told; of two the later one counts
 * @param version of the table of this server when it came to know
 */
record Place(String node, String segment, Coordinate coordinate, long stamp, long version) {}
