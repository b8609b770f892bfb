package cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The rows. */
final class Rows {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String BEACON = Watch.BEACON + ".service.consul";
    private static final int ENTRIES = 100_000;

    static final List<Row> ALL = List.of(
            new Row("flip", "health flip on one server, to the DNS answer of another", Rows::flip),
            new Row("kill-client", "kill -9 of a client agent, to its service gone from DNS on every other node", Rows::killClient),
            new Row("cut-client", "a client agent's host cut off, to the same", Rows::cutClient),
            new Row("kill-server", "kill -9 of a server, to its service gone elsewhere; answers without its client agents' services", Rows::killServer),
            new Row("register", "registrations by 16 writers on one server, to all in the catalog of another", Rows::register),
            new Row("entries", "100,000 entries: a fourth server has them, a restarted one, and the memory of each", Rows::entries),
            new Row("heal", "2|3 partition, writes on both sides, heal, to equal content everywhere", Rows::heal),
            new Row("agents", "2,000 client agents with 10 services each and 100 flips/s for 10 min", AgentsRow::measure),
            new Row("fire-script", "fire on one node, to its script begun on all others, and to the list of all", FireScriptRow::measure),
            new Row("burst", "1,000 events at once on one server, to all of them seen on every other node", BurstRow::measure),
            new Row("event-stream", "1,000 events/s of 1 KiB for 60 s on eight nodes: lost, doubled, out of order", EventStreamRow::measure),
            new Row("event-faults", "events while agents are killed with -9 and cut off for 20 s: runs for each event and node", EventFaultsRow::measure),
            new Row("fire-rate", "events fired over HTTP on one server by 16 connections", FireRateRow::measure),
            new Row("event-cli", "engine event without waiting, start to exit", EventCliRow::measure),
            new Row("busy-runs", "HTTP and DNS of an agent that runs 200 slow scripts at once, beside the same when it is idle", BusyRunsRow::measure));

    private Rows() {}

    private static List<Figures> flip(Bench bench) {
        var flips = new Figures("flip -> DNS elsewhere", "ms");
        var recoveries = new Figures("recovery -> DNS", "ms");
        try (var cluster = bench.cluster(3, 0)) {
            var here = cluster.node("s1");
            var there = cluster.node("s2");
            flips(here, there, bench.number("--rounds", 300), 50, flips, recoveries);
        }
        return List.of(flips, recoveries);
    }

    /** Flips a check of a service on one node and waits for the DNS of another; the first ones warm up and do not count. */
    static void flips(Node here, Node there, int rounds, int warm, Figures flips, Figures recoveries) {
        here.http().put("/v1/agent/service/register", "{\"Name\":\"flip\",\"Port\":1,\"Check\":{\"TTL\":\"24h\",\"Status\":\"passing\"}}");
        Gone.on(there, "flip.service.consul", here.address(), true, LONGEST);
        for (var i = 0; i < rounds + warm; i++) {
            var critical = flip(here, there, "fail", false);
            var passing = flip(here, there, "pass", true);
            if (i >= warm) {
                flips.addNanos(critical);
                recoveries.addNanos(passing);
            }
        }
    }

    private static long flip(Node here, Node there, String to, boolean present) {
        Pause.of(Duration.ofMillis(5));
        var began = System.nanoTime();
        var asker = new java.util.concurrent.FutureTask<>(() -> Gone.on(there, "flip.service.consul", here.address(), present, LONGEST));
        Thread.ofPlatform().start(asker);
        here.http().put("/v1/agent/check/" + to + "/service:flip", "");
        try {
            return asker.get() - began;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new Failure(e.getMessage());
        }
    }

    private static List<Figures> killClient(Bench bench) {
        var gone = new Figures("kill -9 of a client", "ms");
        try (var cluster = bench.cluster(3, 2)) {
            var victim = cluster.node("c1");
            for (var i = 0; i < bench.number("--rounds", 10); i++) {
                var began = System.nanoTime();
                Node.kill9(List.of(victim));
                gone.addNanos(Gone.everywhere(others(cluster, victim), BEACON, victim.address(), false, LONGEST) - began);
                back(cluster, victim);
            }
        }
        return List.of(gone);
    }

    private static List<Figures> cutClient(Bench bench) {
        var gone = new Figures("cut of a client's host", "ms");
        try (var cluster = bench.cluster(3, 2)) {
            var victim = cluster.node("c1");
            for (var i = 0; i < bench.number("--rounds", 10); i++) {
                var began = System.nanoTime();
                cluster.network().cut(Network.between(List.of("c1"), others(cluster, victim).stream().map(Node::name).toList()));
                gone.addNanos(Gone.everywhere(others(cluster, victim), BEACON, victim.address(), false, LONGEST) - began);
                cluster.network().heal();
                Gone.everywhere(others(cluster, victim), BEACON, victim.address(), true, LONGEST);
            }
        }
        return List.of(gone);
    }

    private static List<Figures> killServer(Bench bench) {
        var gone = new Figures("kill -9 of a server", "ms");
        var missing = new Figures("its clients' absences", "answers");
        try (var cluster = bench.cluster(3, 3)) {
            for (var i = 0; i < bench.number("--rounds", 6); i++) {
                var victim = cluster.servers().get(i % 3);
                try (var presence = new Presence(others(cluster, victim), cluster.clients(), BEACON)) {
                    var began = System.nanoTime();
                    Node.kill9(List.of(victim));
                    gone.addNanos(Gone.everywhere(others(cluster, victim), BEACON, victim.address(), false, LONGEST) - began);
                    Pause.seconds(8);
                    missing.add(presence.absences());
                }
                back(cluster, victim);
            }
        }
        return List.of(gone, missing);
    }

    private static void back(Cluster cluster, Node victim) {
        victim.launch();
        victim.awaitHttp(LONGEST);
        Gone.everywhere(cluster.nodes(), BEACON, victim.address(), true, LONGEST);
        Pause.seconds(1);
    }

    private static List<Node> others(Cluster cluster, Node victim) {
        return cluster.nodes().stream().filter(node -> node != victim).toList();
    }

    private static List<Figures> register(Bench bench) {
        var rate = new Figures("registrations", "1/s");
        var count = 4000;
        try (var cluster = bench.cluster(3, 0)) {
            for (var round = 0; round < bench.number("--rounds", 3); round++) {
                var name = "many" + round;
                var began = System.nanoTime();
                var next = new AtomicInteger();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var writer = 0; writer < 16; writer++) {
                        threads.execute(() -> {
                            for (var i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                                var answer = cluster.node("s1").http().put("/v1/agent/service/register", "{\"ID\":\"" + name + "-" + i + "\",\"Name\":\"" + name
                                        + "\",\"Port\":80,\"Check\":{\"TTL\":\"24h\"}}");
                                ShortCases.acknowledged(answer.ok(), "a registration");
                            }
                        });
                    }
                }
                var s2 = cluster.node("s2").http();
                while (s2.get("/v1/catalog/service/" + name).body().split("\"ServiceID\"", -1).length <= count) {
                    Pause.of(Duration.ofMillis(10));
                }
                rate.add(count / ((System.nanoTime() - began) / 1e9));
            }
        }
        return List.of(rate);
    }

    private static List<Figures> entries(Bench bench) {
        var join = new Figures("4th server has all", "ms");
        var restart = new Figures("restart, all readable", "ms");
        var memory = new Figures("memory of a server", "MB");
        var count = bench.number("--entries", ENTRIES);
        try (var cluster = bench.cluster(3, 0)) {
            Entries.write(cluster.node("s1"), count);
            for (var server : cluster.servers()) {
                Entries.awaitAll(server, count, LONGEST);
            }
            Pause.seconds(30);
            cluster.servers().forEach(server -> memory.add(Proc.residentMegabytes(server)));
            for (var server : cluster.servers()) {
                Node.kill9(List.of(server));
                Pause.seconds(2);
                var began = System.nanoTime();
                server.launch();
                restart.addNanos(Entries.awaitAll(server, count, LONGEST) - began);
                Pause.seconds(10);
            }
            // Servers that come and stop stay voters: last.
            for (var round = 0; round < bench.number("--rounds", 3); round++) {
                var fourth = cluster.stranger("s" + (4 + round), 4 + round, new Program.Setup(3, cluster.node("s1").setup().join(), List.of()));
                var began = System.nanoTime();
                fourth.launch();
                join.addNanos(Entries.awaitAll(fourth, count, LONGEST) - began);
                fourth.stop();
            }
        }
        return List.of(join, restart, memory.remark(count + " entries of 128 B, 30 s after the last"));
    }

    private static List<Figures> heal(Bench bench) {
        var equal = new Figures("heal -> equal content", "ms");
        try (var cluster = bench.cluster(5, 3)) {
            ShortCases.fill(cluster, 20);
            for (var round = 0; round < bench.number("--rounds", 5); round++) {
                cluster.network().cut(Network.between(List.of("s1", "s2", "c1"), List.of("s3", "s4", "s5", "c2", "c3")));
                Pause.seconds(10);
                ShortCases.bothSides(cluster, round);
                var began = System.nanoTime();
                cluster.network().heal();
                while (!cluster.differences().isEmpty()) {
                    if (System.nanoTime() - began > LONGEST.toNanos()) {
                        throw new Failure(cluster.differences().getFirst());
                    }
                    Pause.of(Duration.ofMillis(50));
                }
                equal.addNanos(System.nanoTime() - began);
            }
        }
        return List.of(equal);
    }
}
