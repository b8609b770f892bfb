package cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The instruments themselves: that what is cut is cut, and what is wrong is seen. */
final class InstrumentCases {
    private final Path sources;
    private final Path dir;

    InstrumentCases(Path sources, Path dir) {
        this.sources = sources;
        this.dir = dir;
    }

    List<Case> all() {
        return List.of(
                new Case("links", "links are cut one way and both ways, and healed", 2, 0, this::links),
                new Case("alone", "one server alone: kill -9, SIGSTOP, slow disk and wrong clock", 1, 0, this::alone));
    }

    /** A clock that can be set wrong. */
    WrongClock clock() {
        return new WrongClock(sources.resolve("skew/Skew.java"), dir);
    }

    private void links(Cluster cluster, RandomGenerator random) {
        var ends = new LinkedHashMap<String, End>();
        cluster.nodes().forEach(node -> ends.put(node.name(), new End(node, sources)));
        try {
            arrive(ends, cluster, true, true);
            cluster.network().cut(Set.of(new Network.Link("s1", "s2")));
            arrive(ends, cluster, false, true);
            cluster.network().cut(Network.between(List.of("s1"), List.of("s2")));
            arrive(ends, cluster, false, false);
            cluster.network().heal();
            arrive(ends, cluster, true, true);
        } finally {
            ends.values().forEach(End::close);
        }
    }

    private static void arrive(Map<String, End> ends, Cluster cluster, boolean there, boolean back) {
        var s1 = cluster.node("s1");
        var s2 = cluster.node("s2");
        expect("a packet of s1 arrives at s2", there, ends.get("s2").hears(ends.get("s1"), s2.address()));
        expect("a packet of s2 arrives at s1", back, ends.get("s1").hears(ends.get("s2"), s1.address()));
    }

    private static void expect(String what, Object expected, Object seen) {
        if (!expected.equals(seen)) {
            throw new Failure(what + ": expected " + expected + ", seen " + seen);
        }
    }

    private void alone(Cluster cluster, RandomGenerator random) {
        var node = cluster.node("s1");
        var missing = SlowDisk.missing(dir);
        var disk = missing.isEmpty() ? cluster.slowDisk(node) : null;
        var clock = clock();
        node.javaOptions(clock.javaOptions());
        cluster.form();
        ShortCases.fill(cluster, 3);
        cluster.kill9(node);
        cluster.start(node);
        cluster.pause(node, ShortCases.seconds(1.5));

        cluster.step("the clock goes an hour ahead", () -> {
            var before = clockOf(node);
            clock.set(Duration.ofHours(1));
            Pause.of(ShortCases.seconds(0.3));
            var ahead = Duration.between(before, clockOf(node));
            expect("the agent's clock is about an hour ahead", true, ahead.compareTo(Duration.ofMinutes(59)) > 0);
        });
        cluster.step("and back", () -> clock.set(Duration.ZERO));

        if (disk == null) {
            System.out.println("   skipped: a slow disk: " + missing);
            return;
        }
        cluster.step("the disk stands still for a second, and goes on", () -> {
            disk.freeze();
            var answer = node.http().put("/v1/kv/frozen", "x", Duration.ofMillis(700));
            expect("a write is acknowledged while the disk stands still", false, answer.ok());
            disk.thaw();
            ShortCases.acknowledged(cluster.ledger().register(node, "after-frost", 7), "a registration after that");
        });
    }

    /** An agent's time, to the millisecond: the id of an event begins with it (UUIDv7). */
    private static Instant clockOf(Node node) {
        var id = Json.object(node.http().put("/v1/event/fire/time", "").json()).get("ID").toString();
        return Instant.ofEpochMilli(Long.parseLong(id.replace("-", "").substring(0, 12), 16));
    }

    /** A process on a host that sends and hears packets. */
    private static final class End implements AutoCloseable {
        private final Process process;
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private int sent;

        End(Node node, Path sources) {
            var command = new ArrayList<>(Network.on(node.name()));
            command.addAll(List.of(
                    ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", sources.resolve("Packets.java").toString()));
            try {
                process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(() -> new BufferedReader(process.inputReader()).lines().forEach(heard::add));
            next(Duration.ofSeconds(20));
        }

        boolean hears(End other, String address) {
            var word = "packet" + other.hashCode() + "-" + ++other.sent;
            try {
                other.process.getOutputStream().write((address + " " + word + "\n").getBytes(StandardCharsets.US_ASCII));
                other.process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return word.equals(next(Duration.ofMillis(500)));
        }

        private String next(Duration within) {
            try {
                return heard.poll(within.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
