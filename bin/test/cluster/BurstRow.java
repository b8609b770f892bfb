package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Many events at once on one server. */
final class BurstRow {
    private static final int CONNECTIONS = 32;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private BurstRow() {}

    static List<Figures> measure(Bench bench) {
        // A history tells 10,000 at most.
        var events = Math.min(10_000, bench.number("--events", 1000));
        var answered = new Figures("burst, all answered", "ms");
        var last = new Figures("last seen elsewhere", "ms");
        var seen = new Figures("seen on each other", "events");
        try (var cluster = bench.cluster(3, bench.clients());
                var asks = new Asks()) {
            var others = cluster.nodes().stream().filter(node -> !node.name().equals("s1")).toList();
            var warm = bench.number("--warm", 0);
            for (var round = 0; round < warm + bench.number("--rounds", 3); round++) {
                var counts = round >= warm;
                var name = "burst-" + round;
                var wires = IntStream.range(0, CONNECTIONS).mapToObj(_ -> new Wire(cluster.node("s1"))).toList();
                var next = new AtomicInteger();
                var began = System.nanoTime();
                var ids = asks.all(wires.stream().map(wire -> (Callable<List<String>>) () -> fire(wire, name, next, events)).toList());
                var ended = System.nanoTime() - began;
                wires.forEach(Wire::close);
                var newest = ids.stream().flatMap(List::stream).max(String::compareTo).orElseThrow();
                var times = asks.all(others.stream().map(node -> (Callable<Long>) () -> awaitAll(node, name, newest, events, seen)).toList());
                if (counts) {
                    answered.addNanos(ended);
                    last.addNanos(times.stream().mapToLong(Long::longValue).max().orElseThrow() - began);
                }
                Pause.seconds(2);
            }
        }
        return List.of(answered, last.remark("from the first; without --warm the first round is cold"), seen);
    }

    private static List<String> fire(Wire wire, String name, AtomicInteger next, int events) {
        var ids = new ArrayList<String>();
        while (next.getAndIncrement() < events) {
            ids.add(wire.put("/v1/event/fire/" + name, "x").id());
        }
        return ids;
    }

    /** When the node has them all: it is asked for the newest, which costs it little, and then for how many there are. */
    private static long awaitAll(Node node, String name, String newest, int events, Figures seen) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        try (var wire = new Wire(node)) {
            while (wire.get("/v1/event/runs/" + newest).status() != 200 && System.nanoTime() < deadline) {
                Pause.of(BETWEEN_LOOKS);
            }
            while (true) {
                var found = wire.get("/v1/event/history?limit=10000&name=" + name).body().split("\"ID\":", -1).length - 1;
                var now = System.nanoTime();
                if (found == events || now > deadline) {
                    synchronized (seen) {
                        seen.add(found);
                    }
                    return now;
                }
                Pause.of(BETWEEN_LOOKS);
            }
        }
    }
}
