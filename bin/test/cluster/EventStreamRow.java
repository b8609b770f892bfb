package cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Events at a rate, fired on every node. Each server's log is counted; that every node got each of them its receipt says. In which
 * order they came a script notes, for some that follow one another: a script for each would be the load.
 */
final class EventStreamRow {
    private static final String NOTED = "note";
    /** Of each firing node these of so many are noted. */
    private static final int NOTED_OF_EACH = 5;
    private static final int EACH = 1000;
    /** Events of one name: less than a history tells. */
    private static final int NAME_HOLDS = 5000;
    private static final int BYTES = 1024;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String ROOM = "{\"events\": {\"max-count\": 1000000, \"max-bytes\": \"1 GiB\"}}";

    private EventStreamRow() {}

    /** What one node has fired: the ids in their order. */
    private record Fired(String node, List<String> ids) {}

    static List<Figures> measure(Bench bench) {
        var rate = bench.number("--rate", 1000);
        var seconds = bench.number("--time", 60);
        var reached = new Figures("events fired", "1/s");
        var lost = new Figures("lost", "events, of a server's log");
        var doubled = new Figures("doubled", "events, of a server's log");
        var untold = new Figures("not told by all nodes", "events, of a server's log");
        var misnoted = new Figures("scripts lost, doubled", "of a node");
        var disorder = new Figures("scripts out of order", "of a node");
        var settled = new Figures("last one -> all told", "ms");
        try (var cluster = bench.cluster(3, bench.clients(), EventStreamRow::configure);
                var asks = new Asks()) {
            warm(cluster, bench.number("--warm", 500));
            var nodes = cluster.nodes();
            var began = System.nanoTime();
            var fired = asks.all(nodes.stream().map(node -> (Callable<Fired>) () -> fire(node, began, rate / (double) nodes.size(), seconds)).toList());
            var ended = System.nanoTime();
            var count = fired.stream().mapToInt(each -> each.ids().size()).sum();
            reached.add(count / ((ended - began) / 1e9));
            reached.remark(count + " events of " + BYTES + " B, fired on " + nodes.size() + " nodes; " + rate + "/s were asked for");
            awaitTold(cluster, fired);
            settled.addNanos(System.nanoTime() - ended);
            for (var server : cluster.servers()) {
                var log = new Log(server, fired, nodes.size());
                lost.add(log.lost);
                doubled.add(log.doubled);
                untold.add(log.untold);
            }
            nodes.forEach(node -> noted(node, fired, misnoted, disorder));
        }
        return List.of(reached, settled, lost, doubled, untold, misnoted, disorder);
    }

    private static void configure(Node node) {
        Notes.take(node, NOTED, "serial", "");
        node.configure("room.json", ROOM);
        node.javaOptions("-Xmx2g");
    }

    private static void warm(Cluster cluster, int events) {
        for (var node : cluster.nodes()) {
            try (var wire = new Wire(node)) {
                for (var i = 0; i < events; i++) {
                    wire.put("/v1/event/fire/warm", payload(node, i)).id();
                }
            }
        }
    }

    /** One after another, each at its time, or as soon as the one before is answered. */
    private static Fired fire(Node node, long began, double rate, int seconds) {
        var ids = new ArrayList<String>();
        try (var wire = new Wire(node)) {
            for (var due = began; due < began + seconds * 1_000_000_000L; due = began + (long) (ids.size() / rate * 1e9)) {
                var now = System.nanoTime();
                if (now > began + seconds * 1_000_000_000L) {
                    break;
                }
                Pause.of(Duration.ofNanos(Math.max(0, due - now)));
                ids.add(wire.put("/v1/event/fire/" + name(node.name(), ids.size()), payload(node, ids.size())).id());
            }
        }
        return new Fired(node.name(), ids);
    }

    private static String name(String node, int number) {
        return isNoted(number) ? NOTED : "stream-" + node + "-" + number / NAME_HOLDS;
    }

    private static boolean isNoted(int number) {
        return number % EACH < NOTED_OF_EACH;
    }

    private static String payload(Node node, int number) {
        var text = node.name() + " " + number + " ";
        return text + "x".repeat(BYTES - text.length());
    }

    private static void awaitTold(Cluster cluster, List<Fired> fired) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        for (var server : cluster.servers()) {
            for (var each : fired) {
                while (!each.ids().isEmpty() && !told(server, each.ids().getLast(), cluster.nodes().size()) && System.nanoTime() < deadline) {
                    Pause.of(Duration.ofMillis(50));
                }
            }
        }
    }

    private static boolean told(Node server, String id, int nodes) {
        var answer = server.http().get("/v1/event/runs/" + id);
        return answer.ok() && Json.list(Json.object(answer.json()).get("Receipts")).size() == nodes;
    }

    /** What a server has of them. */
    private static final class Log {
        private int lost;
        private int doubled;
        private int untold;

        Log(Node server, List<Fired> fired, int nodes) {
            var names = fired.stream()
                    .flatMap(each -> java.util.stream.IntStream.range(0, each.ids().size()).mapToObj(number -> name(each.node(), number)))
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
            var missing = fired.stream().flatMap(each -> each.ids().stream()).collect(Collectors.toSet());
            var payloads = new HashSet<String>();
            for (var name : names) {
                var answer = server.http().get("/v1/event/history?limit=10000&name=" + name, LONGEST);
                for (var item : Json.list(answer.json())) {
                    var event = Json.object(Json.object(item).get("Event"));
                    var payload = new String(Base64.getDecoder().decode(event.get("Payload").toString()), StandardCharsets.UTF_8);
                    missing.remove(event.get("ID").toString());
                    doubled += payloads.add(payload.substring(0, payload.indexOf(" x"))) ? 0 : 1;
                    untold += Json.object(item).get("Nodes").toString().equals(Integer.toString(nodes)) ? 0 : 1;
                }
            }
            lost = missing.size();
        }
    }

    /** What the scripts of a node have noted, of each firing node on its own. */
    private static void noted(Node node, List<Fired> fired, Figures misnoted, Figures disorder) {
        Map<String, List<String>> expected = new HashMap<>();
        var firedBy = new ConcurrentHashMap<String, String>();
        for (var each : fired) {
            for (var number = 0; number < each.ids().size(); number++) {
                if (isNoted(number)) {
                    expected.computeIfAbsent(each.node(), _ -> new ArrayList<>()).add(each.ids().get(number));
                    firedBy.put(each.ids().get(number), each.node());
                }
            }
        }
        awaitQuiet(node, firedBy.size());
        var notes = Notes.of(node).stream().collect(Collectors.groupingBy(event -> firedBy.getOrDefault(event, "")));
        var wrong = 0;
        var disordered = 0;
        for (var each : expected.entrySet()) {
            var got = notes.getOrDefault(each.getKey(), List.of());
            wrong += got.size() - new HashSet<>(got).size() + each.getValue().size() - new HashSet<>(got).size();
            for (var i = 1; i < got.size(); i++) {
                disordered += each.getValue().indexOf(got.get(i)) < each.getValue().indexOf(got.get(i - 1)) ? 1 : 0;
            }
        }
        misnoted.add(wrong);
        misnoted.remark("of " + firedBy.size() + " that were noted");
        disorder.add(disordered);
    }

    private static void awaitQuiet(Node node, int notes) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (Notes.of(node).size() < notes && System.nanoTime() < deadline) {
            Pause.of(Duration.ofMillis(200));
        }
    }
}
