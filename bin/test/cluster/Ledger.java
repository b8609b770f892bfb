package cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was acknowledged, and by whom it must be known: nothing of it may be lost. A writer numbers its writes of one thing
 * upwards; what is found must be the last acknowledged one or a later one, which was sent and never answered.
 */
final class Ledger {
    /** Writes that an acknowledging node alone may know, when it is killed so soon after. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    /**
     * An acknowledged write.
     *
     * @param by who acknowledged it
     * @param known the nodes that must know it
     */
    private record Write(long number, long at, Node by, Set<Node> known) {
        Write known(Set<Node> now) {
            return new Write(number, at, by, now);
        }

        /** Whether others than {@code by} may not have heard of it when all links fail now. */
        boolean isFresh(long now) {
            return now - at < SPREAD.toNanos();
        }
    }

    private final Map<Node, Map<String, Write>> services = new HashMap<>();
    private final Map<Node, Map<String, Write>> flips = new HashMap<>();
    private final Map<String, Write> values = new TreeMap<>();
    /** What was sent for a key and never answered: it may be done at any later time, and undo what was acknowledged since. */
    private final Map<String, Set<Long>> unanswered = new HashMap<>();
    private final Topology topology;

    Ledger(Topology topology) {
        this.topology = topology;
    }

    /** Registers a service on a node; its port is the number. True when it was acknowledged. */
    boolean register(Node node, String id, int port) {
        var body = "{\"ID\":\"" + id + "\",\"Name\":\"ledger\",\"Port\":" + port + "}";
        if (!node.http().put("/v1/agent/service/register", body).ok()) {
            return false;
        }
        note(services, node, id, port);
        return true;
    }

    /** Registers the check of a node that {@link #flip} changes: one of a service, as one of the node would take all services with it. */
    boolean addFlip(Node node) {
        var check = "{\"CheckID\":\"flip\",\"Name\":\"flip\",\"TTL\":\"24h\",\"Status\":\"passing\"}";
        return node.http().put("/v1/agent/service/register", "{\"Name\":\"flipping\",\"Check\":" + check + "}").ok();
    }

    /** Sets that check to critical or passing. */
    boolean flip(Node node, boolean pass) {
        if (!node.http().put("/v1/agent/check/" + (pass ? "pass" : "fail") + "/flip", "").ok()) {
            return false;
        }
        note(flips, node, "flip", pass ? 1 : 0);
        return true;
    }

    /** Writes a number under a key, on this node. */
    boolean put(Node node, String key, long number) {
        if (!node.http().put("/v1/kv/" + key, Long.toString(number), Duration.ofSeconds(10)).body().strip().equals("true")) {
            synchronized (this) {
                unanswered.computeIfAbsent(key, _ -> new HashSet<>()).add(number);
            }
            return false;
        }
        synchronized (this) {
            values.merge(key, new Write(number, System.nanoTime(), node, topology.company(node)), (old, now) -> old.number() > now.number() ? old : now);
        }
        return true;
    }

    private synchronized void note(Map<Node, Map<String, Write>> kind, Node node, String id, long number) {
        kind.computeIfAbsent(node, _ -> new TreeMap<>()).put(id, new Write(number, System.nanoTime(), node, topology.company(node)));
    }

    /** A node is about to die: what it acknowledged just before may be known to nobody else until it is back. */
    synchronized void dying(Node node) {
        var now = System.nanoTime();
        for (var kind : List.of(services, flips)) {
            kind.getOrDefault(node, new HashMap<>()).replaceAll((_, write) ->
                    write.isFresh(now) ? write.known(Set.of(node)) : write);
        }
    }

    /** Links have been cut: where no majority is left nobody tells what was acknowledged just before, until they are mended. */
    synchronized void parted() {
        var now = System.nanoTime();
        for (var kind : List.of(services, flips)) {
            kind.values().forEach(writes -> writes.replaceAll((_, write) -> alone(write, now)));
        }
        values.replaceAll((_, write) -> alone(write, now));
    }

    private static Write alone(Write write, long now) {
        return write.isFresh(now) ? write.known(Set.of(write.by())) : write;
    }

    /** Links have been mended or nodes started: who has company now must know what any of it knows. */
    synchronized void merged() {
        for (var kind : List.of(services, flips)) {
            kind.forEach((node, writes) -> {
                if (node.running()) {
                    writes.replaceAll((_, write) -> write.known(spread(write.known())));
                }
            });
        }
        values.replaceAll((_, write) -> write.known(spread(write.known())));
    }

    private Set<Node> spread(Set<Node> known) {
        var all = new HashSet<>(known);
        known.stream().filter(Node::running).forEach(node -> all.addAll(topology.company(node)));
        return all;
    }

    synchronized int size() {
        return services.values().stream().mapToInt(Map::size).sum() + values.size();
    }

    /** What a node lacks of that which it must know. */
    List<String> lost(Node observer) {
        var lost = new ArrayList<String>();
        if (!topology.attached(observer)) {
            alone(observer, lost);
            return lost;
        }
        for (var node : required(services, observer).entrySet()) {
            var answer = observer.http().get("/v1/catalog/node/" + node.getKey(), Duration.ofSeconds(10));
            var found = answer.ok() ? Json.object(Json.object(answer.json()).get("Services")) : Map.<String, Object>of();
            node.getValue().forEach((id, write) -> missing(lost, observer, "service " + id + " of " + node.getKey(), "port", write.number(),
                    found.containsKey(id) ? Long.parseLong(Json.object(found.get(id)).get("Port").toString()) : -1));
        }
        for (var node : required(flips, observer).entrySet()) {
            var answer = observer.http().get("/v1/health/node/" + node.getKey());
            var expected = node.getValue().get("flip").number() == 1 ? "passing" : "critical";
            var seen = Json.list(answer.ok() ? answer.json() : null).stream().map(Json::object)
                    .filter(check -> "flip".equals(check.get("CheckID"))).map(check -> String.valueOf(check.get("Status"))).findAny().orElse("absent");
            if (!seen.equals(expected)) {
                lost.add(observer + " has check flip of " + node.getKey() + " as " + seen + ", acknowledged as " + expected);
            }
        }
        lostValues(observer, lost);
        return lost;
    }

    /** A client agent without a server answers for what is its own. */
    private void alone(Node observer, List<String> lost) {
        var found = Json.object(observer.http().get("/v1/agent/services").json());
        required(services, observer).getOrDefault(observer, Map.of()).forEach((id, write) -> missing(lost, observer, "service " + id + " of its own", "port",
                write.number(), found.containsKey(id) ? Long.parseLong(Json.object(found.get(id)).get("Port").toString()) : -1));
        var flip = required(flips, observer).getOrDefault(observer, Map.of()).get("flip");
        if (flip != null) {
            var check = Json.object(observer.http().get("/v1/agent/checks").json()).get("flip");
            var expected = flip.number() == 1 ? "passing" : "critical";
            var seen = check == null ? "absent" : String.valueOf(Json.object(check).get("Status"));
            if (!seen.equals(expected)) {
                lost.add(observer + " has its own check flip as " + seen + ", acknowledged as " + expected);
            }
        }
    }

    private void lostValues(Node observer, List<String> lost) {
        Map<String, Write> required;
        synchronized (this) {
            required = new TreeMap<>(values);
        }
        required.values().removeIf(write -> !write.known().contains(observer));
        // Before a leader has told it what was decided a server does not know what of its log counts.
        if (required.isEmpty() || topology.waits(observer)) {
            return;
        }
        var answer = observer.http().get("/v1/kv/?recurse", Duration.ofSeconds(10));
        if (!answer.ok() && answer.status() != 404) {
            lost.add(observer + " answered /v1/kv/?recurse with " + answer.status() + ": " + Watch.shortened(answer.body()));
            return;
        }
        var found = new HashMap<String, Long>();
        for (var item : Json.list(answer.ok() ? answer.json() : null)) {
            var entry = Json.object(item);
            if (required.containsKey(String.valueOf(entry.get("Key")))) {
                var value = new String(Base64.getDecoder().decode(entry.get("Value").toString()), StandardCharsets.UTF_8);
                found.put(entry.get("Key").toString(), Long.parseLong(value));
            }
        }
        synchronized (this) {
            required.keySet().removeIf(key -> unanswered.getOrDefault(key, Set.of()).contains(found.getOrDefault(key, -1L)));
        }
        required.forEach((key, write) -> missing(lost, observer, "key " + key, "value", write.number(), found.getOrDefault(key, -1L)));
    }

    private static void missing(List<String> lost, Node observer, String what, String attribute, long acknowledged, long found) {
        if (found < acknowledged) {
            lost.add(observer + " has " + what + (found < 0 ? " not at all" : " with " + attribute + " " + found) + ", acknowledged was " + attribute + " " + acknowledged);
        }
    }

    private synchronized Map<Node, Map<String, Write>> required(Map<Node, Map<String, Write>> kind, Node observer) {
        var required = new HashMap<Node, Map<String, Write>>();
        kind.forEach((node, writes) -> {
            var known = new TreeMap<>(writes);
            known.values().removeIf(write -> !write.known().contains(observer));
            if (!known.isEmpty() && node.state() != Node.State.LEFT) {
                required.put(node, known);
            }
        });
        return required;
    }
}
