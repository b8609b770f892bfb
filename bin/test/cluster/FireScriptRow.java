package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;

/** From the moment that somebody begins to fire an event to its script on the other nodes, and to its place in the list of each. */
final class FireScriptRow {
    private static final String EVENT = "note";
    private static final Duration APART = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private FireScriptRow() {}

    static List<Figures> measure(Bench bench) {
        var events = bench.number("--events", 200);
        var warm = bench.number("--warm", 100);
        var figures = new ArrayList<Figures>();
        try (var starts = new ScriptStarts();
                var cluster = bench.cluster(3, bench.clients(), node -> starts.of(node, EVENT))) {
            for (var name : List.of("s1", "c1")) {
                figures.addAll(scripts(cluster, starts, cluster.node(name), events, warm));
            }
            figures.add(visible(cluster, events, warm));
        }
        figures.forEach(each -> each.remark("after " + warm + " to warm up"));
        return figures;
    }

    private static List<Figures> scripts(Cluster cluster, ScriptStarts starts, Node from, int events, int warm) {
        var each = new Figures("fire on " + from + " -> script", "ms");
        var last = new Figures("... on the last node", "ms");
        var others = cluster.nodes().stream().filter(node -> node != from).toList();
        var fired = new LinkedHashMap<String, Long>();
        try (var wire = new Wire(from)) {
            for (var i = 0; i < events + warm; i++) {
                Pause.of(APART);
                var began = System.nanoTime();
                var id = wire.put("/v1/event/fire/" + EVENT, "x").id();
                if (i >= warm) {
                    fired.put(id, began);
                }
            }
        }
        fired.forEach((id, began) -> {
            var longest = 0L;
            for (var node : others) {
                var took = starts.await(node, id, LONGEST) - began;
                each.addNanos(took);
                longest = Math.max(longest, took);
            }
            last.addNanos(longest);
        });
        return List.of(each, last);
    }

    /** Each node is asked for the event before it is fired, and answers when it has it. */
    private static Figures visible(Cluster cluster, int events, int warm) {
        var visible = new Figures("fire -> list of all", "ms");
        try (var asks = new Asks();
                var wire = new Wire(cluster.node("s1"))) {
            var wires = cluster.nodes().stream().map(Wire::new).toList();
            for (var i = 0; i < events + warm; i++) {
                var name = "seen-" + i;
                var list = "/v1/event/list?name=" + name;
                var indexes = asks.all(wires.stream().map(each -> (Callable<Long>) () -> each.get(list).index()).toList());
                var blocked = new ArrayList<Callable<Long>>();
                for (var at = 0; at < wires.size(); at++) {
                    var asked = wires.get(at);
                    var index = indexes.get(at);
                    blocked.add(() -> seen(asked, list, index));
                }
                var waiting = asks.begin(blocked);
                Pause.of(APART);
                var began = System.nanoTime();
                wire.put("/v1/event/fire/" + name, "x").id();
                var last = Asks.results(waiting).stream().mapToLong(Long::longValue).max().orElseThrow();
                if (i >= warm) {
                    visible.addNanos(last - began);
                }
            }
            wires.forEach(Wire::close);
        }
        return visible;
    }

    private static long seen(Wire wire, String list, long index) {
        while (true) {
            var answer = wire.get(list + "&wait=20s&index=" + index);
            if (answer.body().contains("\"ID\"")) {
                return System.nanoTime();
            }
            index = answer.index();
        }
    }
}
