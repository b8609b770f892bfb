package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** What an agent's answers take while it runs many slow scripts at once, beside what they take when it runs none. */
final class BusyRunsRow {
    private static final String EVENT = "note";
    private static final String BEACON = Watch.BEACON + ".service.consul";
    private static final String HEALTH = "/v1/health/service/" + Watch.BEACON;
    private static final int RUNS = 200;
    private static final int CONNECTIONS = 16;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private BusyRunsRow() {}

    static List<Figures> measure(Bench bench) {
        var seconds = bench.number("--time", 20);
        var http = new Figures("HTTP, idle", "ms");
        var dns = new Figures("DNS, idle", "ms");
        var httpStarting = new Figures("HTTP, runs start", "ms");
        var dnsStarting = new Figures("DNS, runs start", "ms");
        var httpBusy = new Figures("HTTP, runs at work", "ms");
        var dnsBusy = new Figures("DNS, runs at work", "ms");
        var script = "sleep " + (seconds + 60);
        try (var cluster = bench.cluster(3, bench.clients(), node -> take(node, script));
                var asks = new Asks()) {
            var busy = cluster.node("c1");
            ask(busy, new Figures("", ""), new Figures("", ""), until(bench.number("--warm", 20)));
            ask(busy, http, dns, until(seconds));
            var firing = asks.begin(fire(cluster.node("s1")));
            ask(busy, httpStarting, dnsStarting, () -> Notes.of(busy).size() < RUNS);
            Asks.results(firing);
            ask(busy, httpBusy, dnsBusy, until(seconds));
            running(busy);
        }
        return List.of(http, dns, httpStarting, dnsStarting, httpBusy.remark(RUNS + " runs at once"), dnsBusy);
    }

    private static void take(Node node, String script) {
        if (node.name().equals("c1")) {
            Notes.take(node, EVENT, "parallel " + RUNS, script);
        }
    }

    private static List<Callable<Boolean>> fire(Node node) {
        return IntStream.range(0, CONNECTIONS)
                .mapToObj(thread -> (Callable<Boolean>) () -> {
                    try (var wire = new Wire(node)) {
                        for (var i = thread; i < RUNS; i += CONNECTIONS) {
                            wire.put("/v1/event/fire/" + EVENT, "x").id();
                        }
                        return true;
                    }
                })
                .toList();
    }

    private static BooleanSupplier until(int seconds) {
        var end = System.nanoTime() + seconds * 1_000_000_000L;
        return () -> System.nanoTime() < end;
    }

    /** One question after another, as long as that holds. */
    private static void ask(Node node, Figures http, Figures dns, BooleanSupplier goesOn) {
        try (var wire = new Wire(node);
                var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(node.address(), Program.DNS_PORT));
            socket.setSoTimeout(10_000);
            while (goesOn.getAsBoolean()) {
                var began = System.nanoTime();
                ShortCases.acknowledged(wire.get(HEALTH).status() == 200, HEALTH);
                http.addNanos(System.nanoTime() - began);
                Pause.of(PAUSE);
                began = System.nanoTime();
                Dns.ask(socket, Dns.query(BEACON));
                dns.addNanos(System.nanoTime() - began);
                Pause.of(PAUSE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was measured counts only if all of them still ran. */
    private static void running(Node node) {
        var history = Json.list(node.http().get("/v1/event/history?limit=10000&name=" + EVENT, Duration.ofSeconds(30)).json());
        var running = history.stream().filter(event -> Json.object(Json.object(event).get("Runs")).containsKey("running")).count();
        if (running != RUNS) {
            throw new Failure(running + " of " + RUNS + " runs were at work in the end");
        }
    }
}
