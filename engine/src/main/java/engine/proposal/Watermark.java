package engine.proposal;

import java.util.HashSet;
import java.util.Set;

/** Up to which sequence all have been answered, where answers come in any order. */
final class Watermark {
    private final Set<Long> ahead = new HashSet<>();
    private long done;

    /** This one has been answered, whatever the answer; it will not be sent again. */
    void answered(long sequence) {
        ahead.add(sequence);
        while (ahead.remove(done + 1)) {
            done++;
        }
    }

    /** All up to this one have been answered. */
    long done() {
        return done;
    }
}
