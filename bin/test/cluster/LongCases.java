package cluster;

import static cluster.ShortCases.acknowledged;
import static cluster.ShortCases.bothSides;
import static cluster.ShortCases.fill;
import static cluster.ShortCases.seconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What takes minutes: mostly five servers and three client agents, and faults of links, disks, clocks and processes. */
final class LongCases {
    private static final int KILL_ROUNDS = 20;
    private static final int KILL_WRITES = 200;
    private static final int RANDOM_STEPS = 25;

    private final InstrumentCases instruments;

    LongCases(InstrumentCases instruments) {
        this.instruments = instruments;
    }

    List<Case> all() {
        return List.of(
                new Case("partition-five", "two servers of five cut off, both sides write, heal, twice", 5, 3, LongCases::partition),
                new Case("one-way", "links that carry packets one way only", 5, 3, LongCases::oneWay),
                new Case("flapping", "a link that comes and goes", 5, 3, LongCases::flapping),
                new Case("paused", "a server stands still for 1.5, 9, 30 and 120 s (SIGSTOP)", 5, 3, LongCases::paused),
                new Case("paused-client", "a client agent stands still for 1.5 and 9 s", 3, 1, LongCases::pausedClient),
                new Case("kill-all", "all servers kill -9 under load, " + KILL_ROUNDS + " rounds", 3, 1, LongCases::killAll),
                new Case("restart-all", "all agents stopped, started at once, in any order", 5, 3, LongCases::restartAll),
                new Case("last-of-three", "one server left of three", 3, 1, LongCases::lastOfThree),
                new Case("alone-client", "a client agent without any server", 3, 1, LongCases::aloneClient),
                new Case("wrong-clock", "the clocks of a server and of a client agent are wrong", 3, 1, this::wrongClock),
                new Case("slow-disk", "a server's disk stands still and crawls", 3, 1, LongCases::slowDisk),
                new Case("random", RANDOM_STEPS + " steps by chance", 5, 3, LongCases::random));
    }

    private static void partition(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 5);
        for (var round = 1; round <= 2; round++) {
            var minority = chosen(names(cluster.servers()), 2, random);
            minority.addAll(chosen(names(cluster.clients()), 1, random));
            cluster.cut(minority, rest(cluster, minority));
            bothSides(cluster, round);
            cluster.check("writes on both sides");
            cluster.heal();
        }
    }

    private static void oneWay(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var node = any(cluster.servers(), random);
        var others = cluster.servers().stream().filter(other -> other != node).toArray(Node[]::new);
        cluster.cutOneWay(node, others);
        bothSides(cluster, 1);
        cluster.heal();
        for (var other : others) {
            cluster.cutOneWay(other, node);
        }
        bothSides(cluster, 2);
        cluster.heal();
        cluster.cutOneWay(others[0], others[1]);
        cluster.heal();
    }

    private static void flapping(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var one = List.of(any(cluster.servers(), random).name());
        cluster.flap(10, seconds(0.5), one, rest(cluster, one));
        cluster.flap(5, seconds(3), one, rest(cluster, one));
        bothSides(cluster, 1);
        cluster.check("writes after flapping");
    }

    private static void paused(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        for (var time : List.of(1.5, 9.0, 30.0, 120.0)) {
            cluster.pause(any(cluster.servers(), random), seconds(time));
            bothSides(cluster, time.intValue());
        }
        cluster.check("writes after the pauses");
    }

    private static void pausedClient(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        cluster.pause(cluster.clients().getFirst(), seconds(1.5));
        cluster.pause(cluster.clients().getFirst(), seconds(9));
    }

    private static void killAll(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var load = cluster.load();
        var servers = cluster.servers().toArray(Node[]::new);
        for (var round = 1; round <= KILL_ROUNDS; round++) {
            load.await(KILL_WRITES, cluster.bounds().form());
            Pause.of(Duration.ofMillis(random.nextInt(500)));
            cluster.kill9(servers);
            cluster.start(servers);
        }
        load.close();
        cluster.check(KILL_ROUNDS + " rounds");
        System.out.println("   " + load.acknowledged() + " writes acknowledged of " + load.sent() + ", none lost");
    }

    private static void restartAll(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 5);
        var all = new ArrayList<>(cluster.nodes());
        Collections.shuffle(all, new java.util.Random(random.nextLong()));
        all.forEach(cluster::stop);
        Collections.shuffle(all, new java.util.Random(random.nextLong()));
        cluster.start(all.toArray(Node[]::new));
        cluster.kill9(all.toArray(Node[]::new));
        cluster.start(all.toArray(Node[]::new));
    }

    private static void lastOfThree(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var left = any(cluster.servers(), random);
        var others = cluster.servers().stream().filter(node -> node != left).toArray(Node[]::new);
        cluster.kill9(others);
        bothSides(cluster, 1);
        var answer = left.http().put("/v1/kv/alone", "1", Duration.ofSeconds(15));
        if (answer.ok() || !answer.body().contains("quorum")) {
            throw new Failure("a key written on " + left + ", the last server of three, must be refused with 'no quorum'; the answer was "
                    + answer.status() + " " + Watch.shortened(answer.body()));
        }
        var event = left.http().put("/v1/event/fire/alone", "x");
        acknowledged(event.ok(), "an event on the last server of three");
        cluster.check("writes on the last server");
        cluster.start(others);
    }

    private static void aloneClient(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var servers = cluster.servers().toArray(Node[]::new);
        var client = cluster.clients().getFirst();
        cluster.kill9(servers);
        acknowledged(cluster.ledger().register(client, "alone", 55), "a registration on a client agent without a server");
        acknowledged(cluster.ledger().flip(client, false), "a check's change on a client agent without a server");
        cluster.kill9(client);
        cluster.start(client);
        cluster.start(servers);
    }

    private void wrongClock(Cluster cluster, RandomGenerator random) {
        var server = any(cluster.servers(), random);
        var client = cluster.clients().getFirst();
        var clock = instruments.clock();
        server.javaOptions(clock.javaOptions());
        client.javaOptions(clock.javaOptions());
        cluster.form();
        fill(cluster, 3);
        var round = 1;
        for (var ahead : List.of(Duration.ofSeconds(5), Duration.ofHours(-1), Duration.ofDays(10), Duration.ofDays(-10), Duration.ZERO)) {
            clock.set(ahead);
            Pause.of(seconds(0.5));
            bothSides(cluster, round++);
            cluster.check("clocks of " + server + " and " + client + " ahead by " + ahead);
            cluster.kill9(server);
            cluster.start(server);
        }
    }

    private static void slowDisk(Cluster cluster, RandomGenerator random) {
        var server = any(cluster.servers(), random);
        var disk = cluster.slowDisk(server);
        cluster.form();
        fill(cluster, 3);
        var others = cluster.nodes().stream().filter(node -> node != server).toList();
        cluster.step("the disk of " + server + " stands still for 5 s", () -> {
            disk.freeze();
            for (var node : others) {
                acknowledged(cluster.ledger().register(node, "frost", 5), "a registration on " + node + " while the disk of " + server + " stands still");
                acknowledged(cluster.ledger().put(node, "frost/" + node, 5), "a key written on " + node + " while the disk of " + server + " stands still");
            }
            Pause.of(seconds(5));
            disk.thaw();
        });
        cluster.step("the disk of " + server + " crawls", () -> disk.crawl(20, Duration.ofMillis(400), Duration.ofMillis(50)));
        bothSides(cluster, 1);
        cluster.check("writes after that");
    }

    /** Any of the verbs on any node, with never more than one fault of links at a time. */
    private static void random(Cluster cluster, RandomGenerator random) {
        cluster.form();
        fill(cluster, 3);
        var load = cluster.load();
        for (var step = 1; step <= RANDOM_STEPS; step++) {
            var node = any(cluster.nodes(), random);
            var what = random.nextInt(5);
            if (node.state() == Node.State.DEAD || node.state() == Node.State.LEFT) {
                cluster.start(node);
            } else if (what == 0) {
                cluster.kill9(node);
            } else if (what == 1) {
                cluster.stop(node);
            } else if (what == 2) {
                cluster.pause(node, Duration.ofMillis(500 + random.nextInt(12_000)));
            } else if (!cluster.network().whole()) {
                cluster.heal();
            } else if (what == 3) {
                cluster.cutOneWay(node, cluster.servers().stream().filter(other -> other != node).toArray(Node[]::new));
            } else {
                var some = chosen(names(cluster.nodes()), 1 + random.nextInt(3), random);
                cluster.cut(some, rest(cluster, some));
            }
        }
        cluster.heal();
        var dead = cluster.nodes().stream().filter(node -> !node.running()).toArray(Node[]::new);
        if (dead.length > 0) {
            cluster.start(dead);
        }
        load.close();
        cluster.check("all of it");
    }

    private static Node any(List<Node> nodes, RandomGenerator random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }

    private static List<String> chosen(List<String> names, int count, RandomGenerator random) {
        var all = new ArrayList<>(names);
        Collections.shuffle(all, new java.util.Random(random.nextLong()));
        return new ArrayList<>(all.subList(0, count));
    }

    private static List<String> rest(Cluster cluster, List<String> without) {
        return names(cluster.nodes()).stream().filter(name -> !without.contains(name)).toList();
    }
}
