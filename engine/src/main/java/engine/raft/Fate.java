package engine.raft;

/** What became of an entry that was proposed. */
public enum Fate {
    /** It is in the log of a majority for good, and applied here. */
    COMMITTED,
    /** It is certainly not in the log and never will be: this server does not lead, or has too much to do. */
    REFUSED,
    /** It may be in the log, or get there: the one who proposed it leads no longer, or ends. */
    UNKNOWN
}
