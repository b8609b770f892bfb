package engine;

import engine.process.FilePages;

/**
 * Keeps the heap near what lives in it. The serial collector lets the old generation grow to its cap before it looks at it, and gives
 * memory back only then: an agent shares its machine and has it look earlier. Of what lives a collection takes about a millisecond
 * per MiB. What is not in use of the archive of classes and of the JVM's code is given back too.
 */
final class Footprint {
    /** Garbage that is not worth a collection. */
    private static final long SLACK_BYTES = 12L << 20;

    private final FilePages pages = new FilePages();

    /** Bytes in use after the last collection that was asked for; 0 before the first, which takes what starting left. */
    private long live;

    /** Collects when there is much garbage; called every some seconds. */
    void look() {
        if (isDue(used(), live)) {
            System.gc();
            live = used();
        }
        pages.giveBack();
    }

    static boolean isDue(long used, long live) {
        return live == 0 || used > live + Math.max(live / 4, SLACK_BYTES);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
