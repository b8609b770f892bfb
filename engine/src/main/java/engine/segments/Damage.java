package engine.segments;

import engine.durable.DurabilityException;

/** What is said about a log that cannot be read. */
final class Damage {

    private Damage() {}

    /** @param offset where the record begins that cannot be read */
    static DurabilityException at(String place, String file, long offset, String why) {
        return of(place, file, "damaged at byte " + offset + ": " + why);
    }

    static DurabilityException of(String place, String file, String what) {
        return new DurabilityException(
                ("%s/%s: %s. Nothing of it is used, for what was acknowledged must not be lost unseen. Remove the directory %s on this"
                                + " server alone while a majority of the other servers runs: the agent then gets a copy of the log"
                                + " from them. Without such a majority put back a copy of the whole directory.")
                        .formatted(place, file, what, place));
    }
}
