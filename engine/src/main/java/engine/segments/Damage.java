package engine.segments;

import engine.durable.DurabilityException;

/**
 * What is said about files that are not as they were written.
 *
 * @param place their directory
 * @param home the directory of all that this voter keeps, its id too: a voter that has lost a part must not go on with the rest
 */
record Damage(String place, String home) {

    /** @param offset where the record begins that cannot be read */
    DurabilityException at(String file, long offset, String why) {
        return of(file, "damaged at byte " + offset + ": " + why);
    }

    DurabilityException of(String file, String what) {
        return new DurabilityException(
                ("%s/%s: %s. The agent ends, for what it acknowledged must not be lost unseen. While a majority of the other servers"
                                + " runs, remove the whole directory %s on this server: it then gets everything from them. Without"
                                + " such a majority put back a copy of the whole directory.")
                        .formatted(place, file, what, home));
    }
}
