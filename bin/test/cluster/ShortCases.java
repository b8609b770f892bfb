package cluster;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What every change must pass: three servers, one client agent. */
final class ShortCases {
    static final List<Case> ALL = List.of(
            new Case("lifecycle", "form, register, kill -9 of a server and of a client agent, restart", 3, 1, ShortCases::lifecycle),
            new Case("partition", "one server cut off, both sides write, heal", 3, 1, ShortCases::partition),
            new Case("rolling", "every agent restarted, one by one, under load", 3, 1, ShortCases::rolling));

    private ShortCases() {}

    private static void lifecycle(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 5);
        cluster.check("register");
        var victim = cluster.servers().get(random.nextInt(3));
        var client = cluster.clients().getFirst();
        cluster.kill9(victim);
        cluster.kill9(client);
        for (var node : cluster.nodes()) {
            if (node.running()) {
                acknowledged(cluster.ledger().register(node, "while-down", 77), "a registration on " + node);
                acknowledged(cluster.ledger().put(node, "while-down", 77), "a key written on " + node);
            }
        }
        cluster.start(victim, client);
        cluster.stop(client);
        cluster.start(client);
    }

    private static void partition(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var minority = cluster.servers().get(random.nextInt(3)).name();
        var majority = cluster.nodes().stream().map(Node::name).filter(name -> !name.equals(minority)).toList();
        cluster.cut(List.of(minority), majority);
        bothSides(cluster, 1);
        cluster.check("writes on both sides");
        cluster.heal();
    }

    /** Every node registers and flips its check, which must be acknowledged wherever it is. */
    static void bothSides(Cluster cluster, int round) {
        for (var node : cluster.nodes()) {
            if (node.running()) {
                acknowledged(cluster.ledger().register(node, "parted-" + round, 1000 + round), "a registration on " + node + " in a partition");
                acknowledged(cluster.ledger().flip(node, round % 2 == 0), "a check's change on " + node + " in a partition");
            }
        }
    }

    private static void rolling(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var load = cluster.load();
        for (var node : cluster.nodes()) {
            load.await(50, cluster.bounds().form());
            cluster.stop(node);
            cluster.start(node);
        }
        load.close();
        cluster.check("rolling restart");
    }

    /** Registrations, a check and keys on every node. */
    static void fill(Cluster cluster, int each) {
        for (var node : cluster.nodes()) {
            for (var i = 0; i < each; i++) {
                acknowledged(cluster.ledger().register(node, "first-" + i, 100 + i), "a registration on " + node);
                acknowledged(cluster.ledger().put(node, "first/" + node + "/" + i, i), "a key written on " + node);
            }
            acknowledged(cluster.ledger().addFlip(node) && cluster.ledger().flip(node, true), "a check and its change on " + node);
        }
    }

    static void acknowledged(boolean acknowledged, String what) {
        if (!acknowledged) {
            throw new Failure(what + " must be acknowledged, and was not");
        }
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
