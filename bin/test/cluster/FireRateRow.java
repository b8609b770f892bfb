package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** How many events one server takes in, with one connection after another and with 16 side by side. */
final class FireRateRow {
    private static final int CONNECTIONS = 16;

    private FireRateRow() {}

    static List<Figures> measure(Bench bench) {
        var figures = new ArrayList<Figures>();
        figures.addAll(measure(bench, 1, 0, "1 server"));
        figures.addAll(measure(bench, 3, bench.clients(), "3 servers, " + bench.clients() + " clients"));
        return figures;
    }

    private static List<Figures> measure(Bench bench, int servers, int clients, String words) {
        var seconds = bench.number("--time", 10);
        var warm = bench.number("--warm", 10);
        var rate = new Figures("fired, " + words, "1/s");
        var latency = new Figures("... each call", "ms");
        var behind = new Figures("... last one, on all", "ms");
        try (var cluster = bench.cluster(servers, clients);
                var asks = new Asks()) {
            fire(cluster, asks, warm);
            for (var round = 0; round < bench.number("--rounds", 3); round++) {
                var fired = fire(cluster, asks, seconds);
                rate.add(fired.nanos().size() / (fired.took() / 1e9));
                fired.nanos().forEach(latency::addNanos);
                var newest = fired.newest();
                var ended = System.nanoTime();
                var times = asks.all(cluster.nodes().stream().map(node -> (Callable<Long>) () -> seen(node, newest)).toList());
                behind.addNanos(times.stream().mapToLong(Long::longValue).max().orElseThrow() - ended);
            }
        }
        return List.of(rate.remark(CONNECTIONS + " connections, after " + warm + " s to warm up"), latency, behind);
    }

    private record Fired(List<Long> nanos, long took, String newest) {}

    private static Fired fire(Cluster cluster, Asks asks, int seconds) {
        var wires = IntStream.range(0, CONNECTIONS).mapToObj(_ -> new Wire(cluster.node("s1"))).toList();
        var began = System.nanoTime();
        var fired = asks.all(wires.stream().map(wire -> (Callable<Fired>) () -> fire(wire, began + seconds * 1_000_000_000L)).toList());
        var took = System.nanoTime() - began;
        wires.forEach(Wire::close);
        var nanos = fired.stream().flatMap(each -> each.nanos().stream()).toList();
        return new Fired(nanos, took, fired.stream().map(Fired::newest).max(String::compareTo).orElseThrow());
    }

    private static Fired fire(Wire wire, long until) {
        var nanos = new ArrayList<Long>();
        var newest = "";
        for (var began = System.nanoTime(); began < until; began = System.nanoTime()) {
            newest = wire.put("/v1/event/fire/rate", "x").id();
            nanos.add(System.nanoTime() - began);
        }
        return new Fired(nanos, 0, newest);
    }

    private static long seen(Node node, String id) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (var wire = new Wire(node)) {
            while (wire.get("/v1/event/runs/" + id).status() != 200) {
                if (System.nanoTime() > deadline) {
                    throw new Failure(node + " has not the last event 60 s after it was fired");
                }
                Pause.of(Duration.ofMillis(2));
            }
            return System.nanoTime();
        }
    }
}
