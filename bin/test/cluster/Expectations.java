package cluster;

import cluster.Topology.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From when on each node's answer must be what {@link Topology} says. After a change the answers may be old or new until a
 * bound; once everyone was seen to be right, they must stay right. Times are those of {@link System#nanoTime}.
 */
final class Expectations {
    /** One node's answer about another. */
    private record Pair(Node observer, Node other) {}

    /**
     * What is expected of a pair.
     *
     * @param since when the step began that made it so
     * @param strictFrom from when on an answer must be right
     */
    private record Expectation(Truth truth, long since, long strictFrom) {}

    /** An answer that an observer must not give. */
    record Wrong(Node observer, Node other, Truth expected, Duration after) {}

    /**
     * What to think of an answer.
     *
     * @param right whether all of it is as it must be
     * @param wrong what is not, and had to be
     */
    record Judgement(boolean right, List<Wrong> wrong) {}

    private final Map<Pair, Expectation> pairs = new HashMap<>();
    private final Set<Node> right = new HashSet<>();
    /** The servers that each client agent may ask: one that is new to it may have been without the others until now. */
    private final Map<Node, Set<Node>> asked = new HashMap<>();
    private long changed;

    /** Takes over what is true now; what is new, or concerns a disturbed node, must hold within the bound. */
    synchronized void change(Topology topology, Set<Node> disturbed, long began, Duration bound) {
        var now = System.nanoTime();
        changed = now;
        right.clear();
        for (var observer : topology.nodes()) {
            var servers = topology.sees(observer);
            var same = servers.equals(asked.put(observer, servers)) || observer.server();
            for (var other : topology.nodes()) {
                var truth = topology.truth(observer, other);
                pairs.compute(
                        new Pair(observer, other),
                        (_, old) -> old != null && old.truth() == truth && same && !disturbed.contains(observer) && !disturbed.contains(other)
                                ? old
                                : new Expectation(truth, began, now + bound.toNanos()));
            }
        }
    }

    /** An answer that was asked for at a time, after the last change. */
    synchronized Judgement judge(Node observer, Set<String> addresses, List<Node> nodes, long asked) {
        var wrong = new ArrayList<Wrong>();
        var matches = true;
        for (var other : nodes) {
            var expected = pairs.get(new Pair(observer, other));
            if (expected == null || expected.truth() == Truth.EITHER) {
                continue;
            }
            if (addresses.contains(other.address()) != (expected.truth() == Truth.THERE)) {
                matches = false;
                if (asked > expected.strictFrom()) {
                    wrong.add(new Wrong(observer, other, expected.truth(), Duration.ofNanos(asked - expected.since())));
                }
            }
        }
        if (matches && asked > changed) {
            right.add(observer);
        }
        return new Judgement(matches, wrong);
    }

    /** Whether all these observers were right since the last change; then they must stay so. */
    synchronized boolean settled(List<Node> observers) {
        if (!right.containsAll(observers)) {
            return false;
        }
        var now = System.nanoTime();
        pairs.replaceAll((_, old) -> new Expectation(old.truth(), old.since(), Math.min(old.strictFrom(), now)));
        return true;
    }

    /** The last time from which on an answer must be right. */
    synchronized long strictFrom() {
        return pairs.values().stream().mapToLong(Expectation::strictFrom).max().orElse(0);
    }
}
