package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever befalls servers, they are one cluster in the end. A seed of jqwik repeats a failure. */
class FormingPropertiesTest {
    private static final int SECOND = SimulatedServer.SECOND;
    private static final int LIMIT = 300 * SECOND;

    private static SimulatedServers servers(Random random) {
        var count = 1 + random.nextInt(5);
        var expect = count - random.nextInt(Math.max(1, (count + 1) / 2));
        return new SimulatedServers(random, count, expect, random.nextBoolean());
    }

    @Property(tries = 200)
    void startedInAnyOrderTheyAreOneCluster(@ForAll Random random) {
        var servers = servers(random);
        servers.servers.forEach(server -> {
            servers.run(random.nextInt(15 * SECOND));
            server.start();
        });
        servers.settle(60 * SECOND);
    }

    @Property(tries = 200)
    void restartedInAnyOrderTheyAreOneClusterAgain(@ForAll Random random) {
        var servers = servers(random);
        servers.servers.forEach(SimulatedServer::start);
        servers.settle(60 * SECOND);
        servers.servers.forEach(server -> {
            servers.run(random.nextInt(20 * SECOND));
            server.kill();
        });
        servers.servers.forEach(server -> {
            servers.run(random.nextInt(20 * SECOND));
            server.start();
        });
        servers.settle(60 * SECOND);
    }

    @Property(tries = 200)
    void aShortPartitionHealsWithoutARestart(@ForAll Random random) {
        var servers = servers(random);
        servers.servers.forEach(SimulatedServer::start);
        servers.settle(60 * SECOND);
        var before = servers.restarts();
        servers.partition(side(random, servers));
        servers.run(random.nextInt(50 * SECOND));
        servers.heal();
        servers.settle(30 * SECOND);
        assertThat(servers.restarts()).as(servers::toString).isEqualTo(before);
    }

    @Property(tries = 600)
    void whateverHappensTheyAreOneClusterInTheEnd(@ForAll Random random) {
        var servers = servers(random);
        for (var i = 0; i < 12; i++) {
            fault(servers, random);
            servers.run(random.nextInt(random.nextBoolean() ? 3 * SECOND : 80 * SECOND));
        }
        servers.heal();
        servers.servers.stream().filter(server -> !server.running).forEach(SimulatedServer::start);
        servers.settle(LIMIT);
    }

    private static void fault(SimulatedServers servers, Random random) {
        var server = servers.servers.get(random.nextInt(servers.servers.size()));
        var other = random.nextInt(servers.servers.size());
        switch (random.nextInt(9)) {
            case 0 -> servers.partition(side(random, servers));
            case 1 -> servers.cut(server.index, other);
            case 2 -> {
                servers.cut(server.index, other);
                servers.cut(other, server.index);
            }
            case 3, 4 -> servers.heal();
            case 5 -> server.kill();
            case 6 -> {
                if (server.running) {
                    server.pause(random.nextInt(150 * SECOND));
                }
            }
            case 7 ->
                servers.servers.forEach(each -> {
                    if (each.running && random.nextBoolean()) {
                        each.kill();
                    }
                });
            default ->
                servers.servers.forEach(each -> {
                    if (!each.running) {
                        each.start();
                    }
                });
        }
    }

    private static Set<Integer> side(Random random, SimulatedServers servers) {
        var side = new HashSet<Integer>();
        servers.servers.forEach(server -> {
            if (random.nextBoolean()) {
                side.add(server.index);
            }
        });
        return side;
    }
}
