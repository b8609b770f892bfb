package engine.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;

/** Counts which servers have what was pushed, and tells who waits for enough of them. */
final class Quorum {

    /** What was pushed together; {@code waiting} is told once each frame is at {@code needed} other servers. */
    private static final class Batch {
        private final Map<Long, Set<String>> frames = new HashMap<>();
        private final List<CompletableFuture<Done>> waiting;
        private final int needed;
        private final long begun;

        Batch(List<CompletableFuture<Done>> waiting, int needed, long begun) {
            this.waiting = waiting;
            this.needed = needed;
            this.begun = begun;
        }

        boolean reached() {
            return frames.values().stream().allMatch(servers -> servers.size() >= needed);
        }
    }

    /** Sweeps after which nobody waits any longer. */
    private static final int SWEEPS = 5;

    private final Map<Long, Batch> byFrame = new HashMap<>();
    private long sweep;

    /** @param needed other servers that must have all {@code frames}, at least 1 */
    void expect(List<Long> frames, int needed, List<CompletableFuture<Done>> waiting) {
        var batch = new Batch(waiting, needed, sweep);
        for (var frame : frames) {
            batch.frames.put(frame, new HashSet<>());
            byFrame.put(frame, batch);
        }
    }

    /** A server has a frame. */
    void took(long frame, String server) {
        var batch = byFrame.get(frame);
        if (batch != null) {
            var servers = batch.frames.get(frame);
            if (servers != null && servers.add(server) && batch.reached()) {
                batch.frames.keySet().forEach(byFrame::remove);
                batch.waiting.forEach(future -> future.complete(Done.done()));
            }
        }
    }

    /** Gives up what has waited for {@value #SWEEPS} sweeps. */
    void sweep() {
        sweep++;
        var overdue = new HashSet<>(byFrame.values());
        overdue.removeIf(batch -> batch.begun > sweep - SWEEPS);
        byFrame.values().removeAll(overdue);
        var why = new IllegalStateException("not enough servers have said in time that they have it");
        overdue.forEach(batch -> batch.waiting.forEach(future -> future.completeExceptionally(why)));
    }

    /** The servers are no longer asked: nobody knows whether they have it. */
    void end() {
        for (var i = 0; i < SWEEPS; i++) {
            sweep();
        }
    }
}
