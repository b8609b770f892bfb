package cluster;

import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many keys with values of 128 bytes that cannot be compressed much. */
final class Entries {
    private static final int WRITERS = 32;

    private Entries() {}

    /** Writes them on a node; those refused are tried again. */
    static void write(Node node, int count) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < WRITERS; i++) {
                threads.execute(() -> {
                    for (var key = next.getAndIncrement(); key < count; key = next.getAndIncrement()) {
                        var bytes = new byte[64];
                        new SplittableRandom(key).nextBytes(bytes);
                        put(node, "entries/service/web/" + key, HexFormat.of().formatHex(bytes));
                    }
                });
            }
        }
    }

    private static void put(Node node, String key, String value) {
        for (var i = 0; i < 50; i++) {
            if (node.http().put("/v1/kv/" + key, value, Duration.ofSeconds(10)).ok()) {
                return;
            }
            Pause.of(Duration.ofMillis(200));
        }
        throw new Failure(node + " does not take " + key);
    }

    /** When a node has all of them. */
    static long awaitAll(Node node, int count, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        while (true) {
            var answer = node.http().get("/v1/kv/entries/?keys&stale", Duration.ofSeconds(10));
            var now = System.nanoTime();
            var found = answer.ok() ? answer.body().chars().filter(c -> c == '"').count() / 2 : 0;
            if (found == count) {
                return now;
            }
            if (now > deadline) {
                throw new Failure(node + " has " + found + " of " + count + " entries after " + within.toSeconds() + " s");
            }
            Pause.of(Duration.ofMillis(50));
        }
    }
}
