package engine.proposal;

/**
 * Who leads, as far as this server knows.
 *
 * @param server its address as a member of the cluster
 */
record Leader(long term, String server) {}
