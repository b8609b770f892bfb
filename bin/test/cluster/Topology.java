package cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each node must know of each other one, from who runs and which links are cut: no clock and no process in it.
 *
 * @param nodes all of them
 * @param network the links
 * @param outside servers that started while no majority met: nobody lets them in until one does
 */
record Topology(List<Node> nodes, Network network, Set<Node> outside) {
    /** What a node's answer must say about another one's service. */
    enum Truth {
        THERE,
        EITHER,
        GONE
    }

    Truth truth(Node observer, Node other) {
        if (observer == other) {
            return Truth.THERE;
        }
        if (!other.running()) {
            return Truth.GONE;
        }
        var seen = sees(observer);
        if (seen.isEmpty()) {
            // A client agent without any server answers for its own services.
            return Truth.EITHER;
        }
        var part = part(seen);
        if (torn(part)) {
            return Truth.EITHER;
        }
        var others = sees(other);
        if (others.isEmpty()) {
            return half(other, part) ? Truth.EITHER : Truth.GONE;
        }
        return part.containsAll(others) ? Truth.THERE : part.stream().noneMatch(others::contains) && !half(other, part) ? Truth.GONE : Truth.EITHER;
    }

    /** Whether this node has a server to ask. */
    boolean attached(Node node) {
        return !sees(node).isEmpty();
    }

    /** These start now. */
    void starting(Set<Node> started) {
        if (!mostMeet(started)) {
            started.stream().filter(Node::server).forEach(outside::add);
        }
    }

    /** Whether a node may ask a server that nobody has let in: no leader has told that what was decided. */
    boolean waits(Node node) {
        return sees(node).stream().anyMatch(outside::contains);
    }

    /** After a change: where a majority meets, it lets in who waits. */
    void changed() {
        // One that stands still goes on where it was.
        outside.removeIf(node -> node.state() == Node.State.DEAD || node.state() == Node.State.LEFT || mostMeet(Set.of()));
    }

    /** Whether most servers reach most servers, once these run too. */
    boolean mostMeet(Set<Node> started) {
        var servers = nodes.stream().filter(Node::server).toList();
        var up = servers.stream().filter(server -> server.running() || started.contains(server)).toList();
        return most(
                up.stream().filter(a -> most(up.stream().filter(b -> a == b || linked(a, b)).count(), servers)).count(), servers);
    }

    private static boolean most(long some, List<Node> servers) {
        return some * 2 > servers.size();
    }

    /** Nodes that share what is told to this one: its part of the network, clients included; itself at least. */
    Set<Node> company(Node node) {
        var company = new HashSet<Node>();
        company.add(node);
        var part = part(sees(node));
        if (!part.isEmpty() && !torn(part)) {
            nodes.stream().filter(Node::running).filter(other -> sees(other).stream().anyMatch(part::contains)).forEach(company::add);
        }
        return company;
    }

    /** The servers that a node reaches and is reached by, itself if it is one. */
    Set<Node> sees(Node node) {
        var seen = new HashSet<Node>();
        for (var server : nodes) {
            if (server.server() && server.running() && node.running() && (server == node || linked(node, server))) {
                seen.add(server);
            }
        }
        return seen;
    }

    /** All servers that can be reached from these, over others too. */
    private Set<Node> part(Set<Node> seeds) {
        var part = new HashSet<>(seeds);
        var more = new HashSet<>(seeds);
        while (!more.isEmpty()) {
            var next = new HashSet<Node>();
            more.forEach(server -> next.addAll(sees(server)));
            next.removeAll(part);
            part.addAll(next);
            more = next;
        }
        return part;
    }

    /** Whether a link between servers of one part is cut, or one of them waits to be let in: then views may differ. */
    private boolean torn(Set<Node> part) {
        return part.stream().anyMatch(outside::contains)
                || part.stream().anyMatch(a -> part.stream().anyMatch(b -> a != b && !linked(a, b)))
                || part.stream().anyMatch(a -> nodes.stream().anyMatch(b -> b.server() && b.running() && oneWay(a, b)));
    }

    /** Whether packets go in one direction only between this node and a server of the part. */
    private boolean half(Node node, Set<Node> part) {
        return part.stream().anyMatch(server -> oneWay(node, server));
    }

    private boolean linked(Node a, Node b) {
        return network.reaches(a.name(), b.name()) && network.reaches(b.name(), a.name());
    }

    private boolean oneWay(Node a, Node b) {
        return a != b && network.reaches(a.name(), b.name()) != network.reaches(b.name(), a.name());
    }
}
