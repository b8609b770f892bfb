package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterMember.Status;
import engine.cluster.Gossip.Incarnation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Servers and the network between them, in steps of 200 ms. Messages take up to a second, links are cut in one direction or
 * both, processes die and stand still. What is checked after each step is said at the checks.
 */
final class SimulatedServers {
    private static final int SECOND = SimulatedServer.SECOND;
    private static final int NEVER = -1_000_000;

    private record Message(int at, int number, int to, Runnable effect) {}

    final Random random;
    final List<SimulatedServer> servers = new ArrayList<>();
    int now;
    long uids;
    private final boolean[][] cut;
    private final int[][] linked;
    private final PriorityQueue<Message> messages =
            new PriorityQueue<>((a, b) -> a.at() != b.at() ? a.at() - b.at() : a.number() - b.number());
    private int sent;
    private final List<String> log = new ArrayList<>();

    SimulatedServers(Random random, int count, int expect, boolean allConfigured) {
        this.random = random;
        this.cut = new boolean[count][count];
        this.linked = new int[count][count];
        for (var row : linked) {
            java.util.Arrays.fill(row, NEVER);
        }
        // Ids, and by them who forms, are in another order than addresses, and by them who downs and leads.
        var ids = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(ids, random);
        for (var i = 0; i < count; i++) {
            var configured = allConfigured
                    ? new TreeSet<>(IntStream.range(0, count).boxed().toList())
                    : new TreeSet<>(Set.of(0));
            servers.add(new SimulatedServer(this, i, "id" + ids.get(i), expect, configured));
        }
    }

    void run(int steps) {
        for (var i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() {
        now++;
        for (var a = 0; a < cut.length; a++) {
            for (var b = 0; b < cut.length; b++) {
                if (a == b ? servers.get(a).running : bothWays(a, b)) {
                    linked[a][b] = now;
                }
            }
        }
        var late = new ArrayList<Message>();
        while (!messages.isEmpty() && messages.peek().at() <= now) {
            var message = Objects.requireNonNull(messages.poll());
            if (servers.get(message.to()).awake()) {
                message.effect().run();
            } else if (servers.get(message.to()).running) {
                late.add(message);
            }
        }
        messages.addAll(late);
        servers.stream().filter(SimulatedServer::awake).forEach(SimulatedServer::step);
    }

    // Faults

    void cut(int from, int to) {
        cut[from][to] = true;
    }

    void partition(Set<Integer> side) {
        for (var a = 0; a < cut.length; a++) {
            for (var b = 0; b < cut.length; b++) {
                cut[a][b] |= side.contains(a) != side.contains(b);
            }
        }
    }

    void heal() {
        servers.forEach(SimulatedServer::resume);
        for (var row : cut) {
            java.util.Arrays.fill(row, false);
        }
    }

    // The network

    private boolean bothWays(int a, int b) {
        return !cut[a][b] && !cut[b][a] && servers.get(a).running && servers.get(b).running;
    }

    private int delay() {
        return random.nextInt(10) == 0 ? random.nextInt(SECOND) : random.nextInt(2);
    }

    private void send(int from, int to, Runnable effect) {
        if (!cut[from][to]) {
            messages.add(new Message(now + delay(), sent++, to, effect));
        }
    }

    void probe(SimulatedServer from, SimulatedServer to) {
        var process = from.process;
        var asked = now;
        send(from.index, to.index, () -> {
            to.heard(from);
            var report = to.report();
            send(to.index, from.index, () -> {
                if (from.process == process) {
                    from.answered(to.index, report, asked);
                }
            });
        });
    }

    void join(SimulatedServer from, String address) {
        var as = from.self();
        servers.stream()
                .filter(server -> server.address().equals(address))
                .forEach(to -> send(
                        from.index,
                        to.index,
                        () -> to.letIn(from, as)
                                .ifPresent(gossip -> send(to.index, from.index, () -> from.welcome(as, gossip)))));
    }

    void gossip(SimulatedServer from) {
        var gossip = Objects.requireNonNull(from.gossip);
        var others = gossip.members().keySet().stream()
                .filter(who -> !who.equals(from.self()) && !gossip.accuses(from.self(), who))
                .sorted(java.util.Comparator.comparing(Incarnation::address).thenComparingLong(Incarnation::uid))
                .toList();
        if (!others.isEmpty()) {
            var to = others.get(random.nextInt(others.size()));
            var self = from.self();
            servers.stream()
                    .filter(server -> server.address().equals(to.address()))
                    .forEach(server -> send(from.index, server.index, () -> server.receive(self, to, gossip)));
        }
    }

    boolean contact(SimulatedServer from, Incarnation who) {
        return servers.stream()
                .filter(server -> server.self().equals(who))
                .anyMatch(server -> server.awake() && bothWays(from.index, server.index));
    }

    /** Whether all members within reach, and there are no others but such as are given up, have the same view. */
    boolean converged(SimulatedServer leader, Gossip gossip) {
        return gossip.members().entrySet().stream()
                .filter(member -> member.getValue().status() != Status.DOWN)
                .allMatch(member -> member.getKey().equals(leader.self())
                        || (!gossip.unreachable(member.getKey())
                                && servers.stream()
                                        .anyMatch(server -> server.self().equals(member.getKey())
                                                && contact(leader, member.getKey())
                                                && gossip.equals(server.gossip))));
    }

    // What must hold

    /** A cluster is formed only where a majority of the servers that were in it is. */
    void forming(SimulatedServer server, KnownServers known) {
        log(server + " forms");
        if (!known.none() && !server.pausedOfLate()) {
            assertThat(recent(server) * 2)
                    .as("servers beside %s, which forms for %s: %s", server, known, this)
                    .isGreaterThan(known.servers().size());
        }
    }

    /** Servers are given up only where a majority is, also of those that are expected. */
    void downing(SimulatedServer server, ServerReport me) {
        if (!server.pausedOfLate()) {
            assertThat(recent(server) * 2)
                    .as("servers beside %s, which downs: %s", server, this)
                    .isGreaterThan(me.total());
        }
    }

    /** Servers that a server had contact with in the last eight seconds. */
    private int recent(SimulatedServer server) {
        return (int) IntStream.range(0, servers.size())
                .filter(other -> now - linked[server.index][other] <= 8 * SECOND)
                .count();
    }

    /** Whether all servers are in one cluster, and nobody else. */
    boolean one() {
        var all = servers.stream().map(SimulatedServer::self).toList();
        return servers.stream()
                .allMatch(server -> server.running
                        && server.gossip != null
                        && server.gossip.members().size() == all.size()
                        && server.gossip.members().keySet().containsAll(all)
                        && server.gossip.members().entrySet().stream()
                                .allMatch(member -> member.getValue().status() == Status.UP
                                        && !Objects.requireNonNull(server.gossip)
                                                .unreachable(member.getKey())));
    }

    /**
     * Whether all servers are in one cluster and none has older news than another. Without the latter old news may be on its way:
     * a server that has heard neither that a link failed nor that it is back may hear the former after the latter is true. What
     * is on its way while all have the same view was part of that view before, so merging it changes nothing.
     */
    private boolean agreed() {
        return one() && servers.stream().map(server -> server.gossip).distinct().count() == 1;
    }

    /** Runs until all servers agree that they are one cluster; fails when that takes too long, or one cluster does not last. */
    int settle(int limit) {
        var from = now;
        while (!agreed()) {
            assertThat(now - from)
                    .as("steps without one cluster that all agree on: %s", this)
                    .isLessThan(limit);
            step();
        }
        var took = now - from;
        for (var i = 0; i < 30 * SECOND; i++) {
            step();
            assertThat(one()).as("one cluster lasts: %s", this).isTrue();
        }
        return took;
    }

    int restarts() {
        return servers.stream().mapToInt(server -> server.restarts).sum();
    }

    void log(String what) {
        log.add(now + ": " + what);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("at step " + now + "\n");
        servers.forEach(server -> text.append(server)
                .append(server.running ? " " : " (stopped) ")
                .append(server.report())
                .append("\n   ")
                .append(server.gossip)
                .append('\n'));
        return text + String.join("\n", log);
    }
}
