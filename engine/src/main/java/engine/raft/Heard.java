package engine.raft;

/**
 * What a server has said of itself.
 *
 * @param log id of its log, empty while it has none
 * @param start of its process
 */
record Heard(String log, long start) {}
