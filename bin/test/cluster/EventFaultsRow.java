package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Events at a rate while agents are killed and cut off: what ran of each event on each node, in the end. */
final class EventFaultsRow {
    private static final String EVENT = "note";
    private static final int CUT_SECONDS = 20;
    private static final Duration LONGEST = Duration.ofMinutes(4);

    /** What became of an event on a node. */
    private enum Fate {
        ONCE("exactly once"),
        INTERRUPTED("interrupted, told"),
        EXPIRED("too late, told"),
        OTHERWISE("else, told"),
        DOUBLED("MORE THAN ONCE"),
        UNTRUE("TOLD, DID NOT RUN"),
        SILENT("NOTHING TOLD");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    private final Cluster cluster;
    private final Random random;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Node out;
    private volatile boolean over;

    private EventFaultsRow(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    static List<Figures> measure(Bench bench) {
        var seed = bench.number("--seed", (int) (System.nanoTime() & 0xffffff));
        System.out.println("seed " + seed);
        // Longer than a moment, so that some of them are at work when their agent is killed.
        try (var cluster = bench.cluster(3, bench.clients(), node -> Notes.take(node, EVENT, "parallel 20", "sleep 0.3"));
                var asks = new Asks()) {
            return new EventFaultsRow(cluster, new Random(seed)).measure(bench, asks);
        }
    }

    private List<Figures> measure(Bench bench, Asks asks) {
        var firing = asks.begin(List.<Callable<Boolean>>of(() -> fire(bench.number("--rate", 5))));
        var kills = new Figures("kill -9", "times");
        var cuts = new Figures("cuts of " + CUT_SECONDS + " s", "times");
        var until = System.nanoTime() + bench.number("--time", 240) * 1_000_000_000L;
        var killed = 0;
        var cut = 0;
        while (System.nanoTime() < until) {
            kill(cluster.nodes().get(random.nextInt(cluster.nodes().size())));
            killed++;
            if (killed % 3 == 0) {
                cut(cluster.nodes().get(random.nextInt(cluster.nodes().size())));
                cut++;
            }
        }
        over = true;
        Asks.results(firing);
        kills.add(killed);
        cuts.add(cut);
        var figures = new ArrayList<>(List.of(kills, cuts));
        figures.addAll(judge());
        return figures;
    }

    private boolean fire(int rate) {
        var choice = new Random(random.nextLong());
        while (!over) {
            var node = cluster.nodes().get(choice.nextInt(cluster.nodes().size()));
            if (node != out) {
                var answer = node.http().put("/v1/event/fire/" + EVENT, "x", Duration.ofSeconds(2));
                if (answer.ok()) {
                    answered.add(Json.object(answer.json()).get("ID").toString());
                } else {
                    refused.incrementAndGet();
                }
            }
            Pause.of(Duration.ofMillis(1000 / rate));
        }
        return true;
    }

    private void kill(Node node) {
        Node.kill9(List.of(node));
        out = node;
        Pause.seconds(1 + random.nextInt(4));
        node.launch();
        node.awaitHttp(LONGEST);
        out = null;
        Pause.seconds(2 + random.nextInt(4));
    }

    private void cut(Node node) {
        var others = cluster.nodes().stream().filter(other -> other != node).map(Node::name).toList();
        // Somebody fires on it meanwhile, too.
        cluster.network().cut(Network.between(List.of(node.name()), others));
        Pause.seconds(CUT_SECONDS);
        cluster.network().heal();
        Pause.seconds(2 + random.nextInt(4));
    }

    private List<Figures> judge() {
        var notes = new HashMap<Node, Map<String, Long>>();
        var told = awaitTold();
        cluster.nodes().forEach(node -> notes.put(
                node, Notes.of(node).stream().collect(Collectors.groupingBy(event -> event, Collectors.counting()))));
        var lost = new HashSet<>(answered);
        lost.removeAll(told.keySet());
        lost.forEach(id -> System.out.println("answered and not in the log: " + id));
        var fates = new HashMap<Fate, Integer>();
        told.forEach((id, event) -> {
            for (var node : cluster.nodes()) {
                var fate = fate(node, event, notes.get(node).getOrDefault(id, 0L));
                fates.merge(fate, 1, Integer::sum);
                if (fate.compareTo(Fate.OTHERWISE) >= 0) {
                    System.out.println(id + " on " + node + ": " + fate.words + ", begun " + notes.get(node).getOrDefault(id, 0L) + " times, " + of(node, event, "Runs")
                            + " " + of(node, event, "Receipts"));
                }
            }
        });
        var figures = new ArrayList<Figures>();
        figures.add(one("answered", answered.size(), "events").remark(refused.get() + " more without an answer, " + told.size() + " in the log"));
        figures.add(one("ANSWERED, THEN LOST", lost.size(), "events"));
        for (var fate : Fate.values()) {
            figures.add(one(fate.words, fates.getOrDefault(fate, 0), "runs, of an event on a node"));
        }
        return figures;
    }

    private static Figures one(String words, int value, String unit) {
        var figures = new Figures(words, unit);
        figures.add(value);
        return figures;
    }

    /** What is told of every event by its id, once all is told, or as it is after the longest time. */
    private Map<String, Map<String, Object>> awaitTold() {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        var server = cluster.node("s1");
        var told = fired(server);
        // What was fired on a server that was cut off until just now is still on its way.
        while (!told.keySet().containsAll(answered) && System.nanoTime() < deadline) {
            System.out.println("of " + answered.size() + " answered events " + told.size() + " are in the log");
            Pause.seconds(1);
            told = fired(server);
        }
        for (var id : told.keySet()) {
            var event = event(server, id);
            while (!isTold(event) && System.nanoTime() < deadline) {
                System.out.println("waiting for event " + id + ": complete " + event.get("Complete") + ", receipts "
                        + Json.list(event.get("Receipts")).size() + " of " + cluster.nodes().size());
                Pause.seconds(1);
                event = event(server, id);
            }
            told.put(id, event);
        }
        return told;
    }

    private static Map<String, Map<String, Object>> fired(Node server) {
        var fired = new HashMap<String, Map<String, Object>>();
        for (var item : Json.list(server.http().get("/v1/event/history?limit=10000&name=" + EVENT, Duration.ofSeconds(30)).json())) {
            fired.put(Json.object(Json.object(item).get("Event")).get("ID").toString(), Map.of());
        }
        return fired;
    }

    private static Map<String, Object> event(Node server, String id) {
        var answer = server.http().get("/v1/event/runs/" + id);
        return answer.ok() ? Json.object(answer.json()) : Map.of();
    }

    private boolean isTold(Map<String, Object> event) {
        return Boolean.TRUE.equals(event.get("Complete")) && Json.list(event.get("Receipts")).size() == cluster.nodes().size();
    }

    private static Map<String, Object> of(Node node, Map<String, Object> event, String what) {
        return Json.list(event.get(what)).stream()
                .map(Json::object)
                .filter(each -> node.name().equals(each.get("Node")))
                .findFirst()
                .orElse(Map.of());
    }

    private static Fate fate(Node node, Map<String, Object> event, long begun) {
        var run = of(node, event, "Runs");
        var receipt = of(node, event, "Receipts");
        if (begun > 1) {
            return Fate.DOUBLED;
        }
        if (run.isEmpty()) {
            var late = String.valueOf(receipt.get("Reason")).contains("too late");
            return begun > 0 ? Fate.UNTRUE : late ? Fate.EXPIRED : receipt.isEmpty() ? Fate.SILENT : Fate.OTHERWISE;
        }
        return switch (String.valueOf(run.get("Status"))) {
            case "succeeded" -> begun == 1 ? Fate.ONCE : Fate.UNTRUE;
            case "interrupted" -> Fate.INTERRUPTED;
            case "queued", "running" -> Fate.SILENT;
            default -> Fate.OTHERWISE;
        };
    }
}
