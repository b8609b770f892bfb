package cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many client agents: their streams come from one process, {@code engine.load.Agents} of the tests of module engine, on a host
 * of its own. What the servers take for it is read here, and how fast a flip still is.
 */
final class AgentsRow {
    private static final String HOST = "load";

    private AgentsRow() {}

    static List<Figures> measure(Bench bench) {
        var agents = bench.number("--agents", 2000);
        var seconds = bench.number("--time", 600);
        var falseFailures = new Figures("false failures", "critical agents at once");
        var flips = new Figures("flip -> DNS, loaded", "ms");
        var recoveries = new Figures("recovery -> DNS, loaded", "ms");
        var memory = new Figures("memory of a server", "MB");
        var growth = new Figures("its growth, 2nd half", "MB");
        var cpu = new Figures("CPU of a server", "% of a core");
        var bytes = new Figures("bytes per agent", "B/s");
        try (var cluster = bench.cluster(3, 0)) {
            var host = cluster.stranger(HOST, 250, new Program.Setup(0, List.of(), List.of()));
            var load = start(bench, cluster, agents, seconds, host.home().resolve("log"));
            try {
                awaitLine(load, host.home().resolve("log"), "all attached");
                var servers = cluster.servers();
                var cpuBefore = servers.stream().mapToDouble(Proc::cpuSeconds).toArray();
                var bytesBefore = Proc.bytes(HOST);
                var half = new ArrayList<Double>();
                var began = System.nanoTime();
                for (var i = 0; load.isAlive() && System.nanoTime() - began < seconds * 1_000_000_000L; i++) {
                    Rows.flips(servers.get(i % 3), servers.get((i + 1) % 3), 3, 0, flips, recoveries);
                    falseFailures.add(critical(servers.get((i + 2) % 3)));
                    if (half.isEmpty() && System.nanoTime() - began > seconds * 500_000_000L) {
                        servers.forEach(server -> half.add(Proc.residentMegabytes(server)));
                    }
                    Pause.seconds(1);
                }
                var measured = (System.nanoTime() - began) / 1e9;
                bytes.add((Proc.bytes(HOST) - bytesBefore) / measured / agents);
                for (var i = 0; i < servers.size(); i++) {
                    cpu.add((Proc.cpuSeconds(servers.get(i)) - cpuBefore[i]) / measured * 100);
                    memory.add(Proc.residentMegabytes(servers.get(i)));
                    growth.add(Proc.residentMegabytes(servers.get(i)) - (half.isEmpty() ? 0 : half.get(i)));
                }
                load.waitFor();
                System.out.println(last(host.home().resolve("log")));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                load.destroyForcibly();
            }
        }
        var remark = String.format(Locale.ROOT, "%d agents, %d s", agents, seconds);
        return List.of(falseFailures.remark(remark), flips, recoveries, memory, growth, cpu, bytes);
    }

    private static Process start(Bench bench, Cluster cluster, int agents, int seconds, Path log) {
        var engine = bench.options().sources().resolve("../../../engine/target").normalize();
        var command = new ArrayList<>(Network.on(HOST));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx2g",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                engine.resolve("test-classes") + File.pathSeparator + engine.resolve("engine.jar") + File.pathSeparator + engine.resolve("lib/*"),
                "engine.load.Agents",
                Integer.toString(agents),
                "10",
                "100",
                Integer.toString(seconds)));
        cluster.servers().forEach(server -> command.add(server.address() + ":8301"));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitLine(Process load, Path log, String words) {
        while (!lines(log).stream().anyMatch(line -> line.contains(words))) {
            if (!load.isAlive()) {
                throw new Failure("the load generator has ended: " + last(log) + " (it needs the test classes: mvn -DskipTests package)");
            }
            Pause.seconds(0.2);
        }
    }

    private static String last(Path log) {
        return lines(log).isEmpty() ? "it printed nothing" : lines(log).getLast();
    }

    private static List<String> lines(Path log) {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Agents that a server takes for dead, all of which live. */
    private static int critical(Node server) {
        return (int) Json.list(server.http().get("/v1/health/state/critical").json()).stream()
                .filter(check -> "serfHealth".equals(Json.object(check).get("CheckID")))
                .count();
    }
}
