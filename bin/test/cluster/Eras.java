package cluster;

import java.time.Duration;

/** The keys of a time: after a while others are used, so that what concerns the same ones can be judged at little cost. */
final class Eras {
    /** Keys at a time. */
    static final int KEYS = 3;
    /** The number of the one that is locked. */
    static final int LOCK = 2;

    private final long length;
    private final long began = System.nanoTime();

    Eras(Duration length) {
        this.length = length.toNanos();
    }

    long now() {
        return (System.nanoTime() - began) / length;
    }

    String key(long era, int number) {
        return "linear/" + era + "/" + (number == LOCK ? "lock" : number == 0 ? "a" : "b");
    }
}
