package engine.process;

import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of what a program prints, however much that is. */
final class OutputTail {
    private final byte[] ring;
    private long total;

    /** @param limit bytes kept, at least 1 */
    OutputTail(int limit) {
        this.ring = new byte[limit];
    }

    synchronized void add(byte[] bytes, int count) {
        // Of a chunk longer than the ring only the end can stay.
        for (var i = Math.max(0, count - ring.length); i < count; i++) {
            ring[(int) ((total + i) % ring.length)] = bytes[i];
        }
        total += count;
    }

    /** What was kept, cut between characters. */
    String text() {
        return text(ring.length);
    }

    /** No more than {@code most} of the last bytes, and what was printed before them. */
    synchronized Processes.Printed printed(int most) {
        return Processes.Printed.of(text(most), total);
    }

    private synchronized String text(int most) {
        var kept = (int) Math.min(total, Math.min(ring.length, most));
        var bytes = new byte[kept];
        for (var i = 0; i < kept; i++) {
            bytes[i] = ring[(int) ((total - kept + i) % ring.length)];
        }
        var start = 0;
        // A character has at most three bytes after its first: more of them are no UTF-8, and stay.
        while (total > kept && start < Math.min(kept, 3) && (bytes[start] & 0xC0) == 0x80) {
            start++;
        }
        return new String(bytes, start, kept - start, StandardCharsets.UTF_8);
    }

    /** Bytes printed, kept or not. */
    synchronized long total() {
        return total;
    }
}
