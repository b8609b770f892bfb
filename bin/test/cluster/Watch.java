package cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks every running node over DNS and HTTP all the time, and keeps what was wrong: a live node's service missing, a dead
 * node's service still there after the bound, an index that went back, no answer at all.
 */
final class Watch implements AutoCloseable {
    /** The service that every node has, and whose addresses tell who is seen. */
    static final String BEACON = "beacon";

    private static final Duration DNS_INTERVAL = Duration.ofMillis(150);
    private static final Duration HTTP_INTERVAL = Duration.ofMillis(600);
    private static final int DNS_TRIES = 3;
    private static final List<String> INDEXED = List.of("/v1/catalog/services", "/v1/health/service/" + BEACON, "/v1/kv/?keys");

    /** Something wrong, and how often. */
    private record Finding(String sentence, int count) {}

    private final List<Node> nodes;
    private final Topology topology;
    private final int triesOfClients;
    private final Expectations expectations = new Expectations();
    private final Map<String, Long> indexes = new ConcurrentHashMap<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    /** Nodes that have answered DNS since they were disturbed last, and those of them that were right. */
    private final Set<Node> answering = ConcurrentHashMap.newKeySet();

    private final Set<Node> joined = ConcurrentHashMap.newKeySet();
    /** Questions over HTTP that were answered well by a node since it was disturbed last. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    /** Odd while a change is being made. */
    private volatile int generation;
    private volatile String step = "the start";
    /** From when on all must be answered over HTTP: keys wait for a leader, which is there later than DNS is right. */
    private long answeredFrom;
    private long queries;

    /** @param parting how long a client agent may be without an answer when its links are cut, which it has to notice first */
    Watch(Topology topology, Duration parting) {
        this.topology = topology;
        triesOfClients = (int) parting.toSeconds();
        nodes = topology.nodes();
    }

    /** Begins to ask. */
    void open() {
        for (var node : nodes) {
            threads.add(Thread.ofVirtual().start(() -> repeat(DNS_INTERVAL, node, () -> askDns(node))));
            threads.add(Thread.ofVirtual().start(() -> repeat(HTTP_INTERVAL, node, () -> askHttp(node))));
        }
    }

    /** Makes a change; what is asked meanwhile does not count. Disturbed nodes have the bound to be and to see right again. */
    void change(String what, Set<Node> disturbed, Duration bound, Runnable change) {
        var began = System.nanoTime();
        Set<Node> alone;
        synchronized (this) {
            generation++;
            alone = nodes.stream().filter(node -> !topology.attached(node)).collect(Collectors.toSet());
        }
        change.run();
        synchronized (this) {
            topology.changed();
            step = what;
            generation++;
            answering.removeAll(disturbed);
            joined.removeAll(disturbed);
            disturbed.forEach(node -> INDEXED.forEach(path -> answered.remove(node + path)));
            answeredFrom = System.nanoTime() + bound.toNanos();
            // Without a server a question waits for one, for longer than it is waited for here, and so does one at its return.
            joined.removeIf(node -> alone.contains(node) || !topology.attached(node));
            expectations.change(topology, disturbed, began, bound);
        }
    }

    /** Waits until all answers are right, or until they have to be and were asked for again; how long that took. */
    Duration settle() {
        var from = System.nanoTime();
        var observers = nodes.stream().filter(Node::running).toList();
        while (!expectations.settled(observers)) {
            if (System.nanoTime() > expectations.strictFrom()) {
                // Time for each to be asked once more, so that what is wrong shows.
                Pause.of(DNS_INTERVAL.multipliedBy(4));
                observers.stream().filter(node -> !answering.contains(node)).forEach(node -> keep("DNS " + node,
                        "DNS of " + node + " did not answer once since '" + step + "'; a node that runs must answer."));
                break;
            }
            Pause.of(Duration.ofMillis(20));
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** What was wrong up to now; forgotten by this. */
    synchronized List<String> findings() {
        var sentences = findings.values().stream()
                .map(finding -> finding.sentence() + (finding.count() > 1 ? " (" + finding.count() + " times)" : ""))
                .toList();
        findings.clear();
        return sentences;
    }

    synchronized long queries() {
        return queries;
    }

    private void repeat(Duration interval, Node node, Runnable question) {
        try {
            while (true) {
                if (node.running()) {
                    question.run();
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void askDns(Node node) {
        var before = generation;
        var asked = System.nanoTime();
        try {
            var tries = node.server() ? DNS_TRIES : triesOfClients;
            var addresses = node.dns().addresses(BEACON + ".service.consul", tries);
            synchronized (this) {
                queries++;
                if (changed(before) || !node.running()) {
                    return;
                }
                if (addresses.isPresent()) {
                    answering.add(node);
                    var judgement = expectations.judge(node, addresses.get(), nodes, asked);
                    judgement.wrong().forEach(this::keep);
                    if (judgement.right()) {
                        joined.add(node);
                    }
                } else if (answering.contains(node)) {
                    keep("DNS " + node, "DNS of " + node + " did not answer " + tries + " queries in " + tries
                            + " s, after '" + step + "'; a node that runs must answer.");
                }
            }
        } catch (IOException e) {
            keep("DNS " + node, "DNS of " + node + " could not be read: " + e);
        }
    }

    private boolean changed(int before) {
        return before != generation || before % 2 != 0;
    }

    private void askHttp(Node node) {
        if (!topology.attached(node) || topology.waits(node)) {
            askHttp(node, "/v1/agent/services");
            return;
        }
        INDEXED.forEach(path -> askHttp(node, path));
    }

    private void askHttp(Node node, String path) {
        var before = generation;
        var asked = System.nanoTime();
        var wasJoined = joined.contains(node) && (topology.attached(node) || !INDEXED.contains(path));
        var answer = node.http().get(path);
        synchronized (this) {
            queries++;
            if (changed(before) || !node.up() || !wasJoined) {
                return;
            }
            var good = answer.status() == 200 || answer.status() == 404;
            if (good) {
                answered.add(node + path);
            }
            if (!good && (answered.contains(node + path) || asked - answeredFrom > 0)) {
                keep("HTTP " + node, "HTTP of " + node + " answered " + path + " with " + answer.status() + " after '" + step
                        + "', expected 200: " + shortened(answer.body()));
            } else if (good && answer.index() >= 0 && node.server()) {
                // An index is local to a server: a client agent's may go back when it comes to another one.
                var last = indexes.merge(node + path, answer.index(), Math::max);
                if (answer.index() < last) {
                    keep("index " + node + path, "X-Consul-Index of " + path + " on " + node + " went back from " + last + " to "
                            + answer.index() + " after '" + step + "'; it must never.");
                }
            }
        }
    }

    private void keep(Expectations.Wrong wrong) {
        var there = wrong.expected() == Topology.Truth.THERE;
        keep(
                "beacon " + wrong.observer() + wrong.other() + there,
                String.format(
                        Locale.ROOT,
                        "DNS of %s %s %s's service %.1f s after '%s'; %s.",
                        wrong.observer(),
                        there ? "lacks" : "still has",
                        wrong.other(),
                        wrong.after().toMillis() / 1000.0,
                        step,
                        there ? "that node lives and can be reached, so it must be there" : "that node cannot be reached, so it must be gone"));
    }

    private synchronized void keep(String about, String sentence) {
        findings.merge(about, new Finding(sentence, 1), (old, _) -> new Finding(old.sentence(), old.count() + 1));
    }

    static String shortened(String text) {
        var line = text.strip().replace('\n', ' ');
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
