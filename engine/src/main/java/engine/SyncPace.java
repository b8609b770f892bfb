package engine;

import java.time.Duration;

/** How often an agent tells the catalog again what it has, and how soon it puts right what others changed. */
final class SyncPace {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Above so many nodes the interval grows, by itself with each doubling: as existing agents do. */
    private static final int SMALL_CLUSTER = 128;

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LAST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 8;

    private SyncPace() {}

    /** Time between two tellings, to which up to as much again is added by chance. */
    static Duration interval(int nodes) {
        var doublings = nodes <= SMALL_CLUSTER ? 0 : 32 - Integer.numberOfLeadingZeros((nodes - 1) / SMALL_CLUSTER);
        return INTERVAL.multipliedBy(1 + doublings);
    }

    /** How long a difference is watched, twice, before it is put right, when that has been done so often already. */
    static Duration patience(int rounds) {
        var patience = FIRST.multipliedBy(1L << Math.min(rounds, DOUBLINGS));
        return patience.compareTo(LAST) < 0 ? patience : LAST;
    }

    /** After so long without a difference nobody is taken to fight any more. */
    static Duration calm(int rounds) {
        return patience(rounds).multipliedBy(4).plusSeconds(10);
    }
}
