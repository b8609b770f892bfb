package engine.proposal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run: clients and faults for a while, then peace, and what must hold in the end. */
final class Scenario {
    private static final long SECOND = Simulation.SECOND;
    private static final List<String> KEYS = List.of("a", "b", "c", "d", "l/1", "l/2");

    final Simulation sim;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final long seed;
    private final boolean faults;

    private Scenario(long seed, Simulation.Mutation mutation, boolean faults) {
        this.seed = seed;
        this.faults = faults;
        var count = 1 + new java.util.Random(seed).nextInt(5);
        this.sim = new Simulation(seed, faults ? Math.max(3, count) : count, mutation);
        for (var i = 0; i < 5; i++) {
            clients.add(new SimulatedClient(sim, "c" + i, i >= 3, faults ? 150 : 40));
        }
    }

    /** What is wrong with a run from this seed; null when nothing is. */
    static @Nullable String run(long seed, Simulation.Mutation mutation) {
        return new Scenario(seed, mutation, true).run();
    }

    /** The same, without faults. */
    static @Nullable String calm(long seed) {
        return new Scenario(seed, Simulation.Mutation.NONE, false).run();
    }

    private @Nullable String run() {
        try {
            live();
            settle();
            sim.check(faults || sim.latest <= SECOND, () -> "a session lived " + sim.latest + " us longer than it may");
        } catch (Simulation.Broken broken) {
            return broken.getMessage() + "\n" + sim.trace();
        } catch (RuntimeException bug) {
            throw new IllegalStateException("at seed " + seed + "\n" + sim.trace(), bug);
        }
        return switch (Linearizability.check(sim.history)) {
            case Linearizability.Linearizable _ -> null;
            case Linearizability.Violated violated -> violated + "\n" + sim.trace();
            case Linearizability.Undecided undecided -> "undecided: " + undecided;
        };
    }

    private void live() {
        sim.servers.forEach(SimulatedServer::start);
        sim.run(3 * SECOND);
        clients.forEach(SimulatedClient::start);
        var end = sim.now() + 15 * SECOND;
        while (sim.now() < end) {
            if (faults) {
                fault();
            }
            sim.run(sim.random.nextInt((int) SECOND));
        }
    }

    private void settle() {
        sim.loss = 0;
        sim.heal();
        sim.servers.forEach(SimulatedServer::restart);
        sim.run(5 * SECOND);
        clients.forEach(client -> client.stopping = true);
        var idle = sim.runUntil(sim.now() + 60 * SECOND, () -> clients.stream().allMatch(client -> client.idle));
        sim.check(idle, () -> "somebody waits for ever");
        // The longest time to live, the longest grace, an election.
        var over = sim.runUntil(
                sim.now() + 30 * SECOND,
                () -> sim.servers.stream()
                        .allMatch(server -> server.overlay.isEmpty()
                                && server.published().deadlines().size() == 0
                                && server.published()
                                        .equals(sim.servers.getFirst().published())));
        sim.check(
                over,
                () -> "it does not settle: "
                        + sim.servers.stream()
                                .map(server -> server.log + " " + server.published() + " " + server.overlay + " "
                                        + server.published().deadlines())
                                .toList());
        sim.checkAlone(sim.servers.getFirst().published());
        for (var key : KEYS) {
            for (var server : sim.servers) {
                var reader = clients.getFirst();
                reader.read(server, key);
                sim.check(
                        sim.runUntil(sim.now() + 10 * SECOND, () -> reader.idle),
                        () -> "a read in peace takes for ever");
            }
        }
    }

    private void fault() {
        var server = sim.servers.get(sim.random.nextInt(sim.servers.size()));
        var other = sim.random.nextInt(sim.servers.size());
        var hold = sim.random.nextBoolean();
        switch (sim.random.nextInt(14)) {
            case 0 -> cut(side(), hold);
            case 1, 2 -> leader().ifPresent(leads -> cut(Set.of(leads.number), hold));
            case 3 -> sim.cut(server.number, other, hold);
            case 4 -> leader().ifPresent(leads -> sim.cut(server.number, leads.number, hold));
            case 5 -> leader().ifPresent(leads -> sim.cut(leads.number, server.number, hold));
            case 6 -> server.crash();
            case 7 -> leader().ifPresent(SimulatedServer::crash);
            // What it had to do before comes before what it has to do later.
            case 8 ->
                server.pausedUntil = Math.max(server.pausedUntil, sim.now() + sim.random.nextInt((int) (5 * SECOND)));
            case 9 -> server.skew += (sim.random.nextInt(60_000) - 30_000) * Simulation.MILLI;
            case 10 -> leader().ifPresent(leads -> leads.log.change(voters(leads.log.voters())));
            case 11 -> sim.loss = sim.random.nextInt(4) * 30;
            default -> {
                sim.trace(() -> "healed");
                sim.heal();
                sim.servers.forEach(SimulatedServer::restart);
            }
        }
    }

    private java.util.Optional<SimulatedServer> leader() {
        return sim.servers.stream()
                .filter(server -> server.up && server.log.leads())
                .findFirst();
    }

    private void cut(Set<Integer> side, boolean hold) {
        sim.trace(() -> "cut " + side + (hold ? ", held" : ""));
        for (var a = 0; a < sim.servers.size(); a++) {
            for (var b = 0; b < sim.servers.size(); b++) {
                if (side.contains(a) != side.contains(b)) {
                    sim.cut(a, b, hold);
                }
            }
        }
    }

    private Set<Integer> side() {
        var side = new HashSet<Integer>();
        sim.servers.forEach(server -> {
            if (sim.random.nextBoolean()) {
                side.add(server.number);
            }
        });
        return side;
    }

    private Set<Integer> voters(Set<Integer> now) {
        var other = sim.random.nextInt(sim.servers.size());
        var then = new TreeSet<>(now);
        if (!then.remove(other)) {
            then.add(other);
        }
        return then.size() < 2 ? now : then;
    }
}
