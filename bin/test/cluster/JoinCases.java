package cluster;

import static cluster.ShortCases.fill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Who must not come in, and is told so on both sides. */
final class JoinCases {
    private static final String SECRET = "cg8StVXbQJ0gPvMd9o7yrg==";
    private static final String OTHER_SECRET = "pUqJrVyVRj5jsiYEkM/tFQ==";
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(20);

    static final List<Case> ALL = List.of(
            new Case("same-name", "a second server and a second client agent with names that are taken", 3, 1, JoinCases::sameName),
            new Case("other-datacenter", "a server and a client agent of another datacenter", 3, 1, JoinCases::otherDatacenter),
            new Case("other-secret", "a server and a client agent with another secret, and with none", 3, 1, JoinCases::otherSecret));

    private JoinCases() {}

    private static void sameName(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 1);
        refused(cluster, "x1", 0, true, List.of("-node=c1"), "name", "c1");
        // It asks the servers who they are, and need not be told.
        refused(cluster, "x2", 3, false, List.of("-node=s2"), "name", "s2");
        refused(cluster, "x3", 0, true, List.of("-node=s3"), "name", "s3");
        refused(cluster, "x4", 3, true, List.of("-node=c1"), "name", "c1");
    }

    private static void otherDatacenter(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 1);
        refused(cluster, "x1", 0, true, List.of("-datacenter=dc2"), "dc1", "dc2");
        refused(cluster, "x2", 3, true, List.of("-datacenter=dc2"), "dc1", "dc2");
    }

    private static void otherSecret(Cluster cluster, RandomGenerator random) {
        cluster.nodes().forEach(node -> node.setup(new Program.Setup(node.setup().expect(), node.setup().join(), List.of("-encrypt=" + SECRET))));
        cluster.form();
        fill(cluster, 1);
        refused(cluster, "x1", 0, true, List.of("-encrypt=" + OTHER_SECRET), "secret");
        refused(cluster, "x2", 3, true, List.of("-encrypt=" + OTHER_SECRET), "secret");
        refused(cluster, "x3", 0, true, List.of(), "secret");
    }

    /** A node that says in its log why it is not let in, as does a server where it knows, and of which the cluster knows nothing. */
    private static void refused(Cluster cluster, String host, int expect, boolean bothSides, List<String> more, String... words) {
        var join = cluster.servers().stream().map(Node::address).toList();
        var stranger = cluster.stranger(host, 200 + Integer.parseInt(host.substring(1)), new Program.Setup(expect, join, more));
        cluster.step(host + " wants in: " + more, () -> {
            var before = cluster.servers().stream().collect(Collectors.toMap(Node::name, Node::logged));
            stranger.launch();
            var deadline = System.nanoTime() + REFUSED_WITHIN.toNanos();
            while (stranger.logged(0, words) == 0
                    || bothSides && cluster.servers().stream().allMatch(server -> server.logged(before.get(server.name()), words) == 0)) {
                if (System.nanoTime() > deadline) {
                    throw new Failure(String.format(
                            Locale.ROOT,
                            "%s (%s) must be refused with a line about %s in its log%s within %d s; its log ends: %s",
                            host, String.join(" ", more), String.join(", ", words), bothSides ? " and in that of a server" : "", REFUSED_WITHIN.toSeconds(), stranger.tail()));
                }
                Pause.of(Duration.ofMillis(100));
            }
        });
        for (var node : cluster.nodes()) {
            var nodes = node.http().get("/v1/catalog/nodes").body();
            if (nodes.contains(stranger.address())) {
                throw new Failure(node + " has the refused node " + host + " (" + stranger.address() + ") in its catalog, and must not");
            }
        }
        stranger.end();
    }
}
