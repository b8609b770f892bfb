package engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded answers of Consul 1.8.7, replayed against an agent that starts with the configuration under which they were recorded.
 * They lie outside of the project, in the folder that {@code -Dengine.conformance} names or {@code ../shared/conformance} beside
 * it; without them this is skipped.
 */
@Timeout(180)
final class ConformanceTest {
    private static final Path FOLDER = Path.of(System.getProperty("engine.conformance", "../../shared/conformance"));
    /** In a transaction 128 operations are allowed where nothing is set; the answers are those of a Consul that allows 64. */
    private static final String LIMITS = "limits { txn-max-ops = 64 }";

    @TempDir
    Path dir;

    /** What the answers tell of: everything else of the ports is free. */
    private static final Map<String, ?> PORTS = Map.of("http", 0, "dns", 0);

    static List<Path> cases() throws IOException {
        var cases = FOLDER.resolve("cases");
        if (!Files.isDirectory(cases)) {
            return List.of(cases);
        }
        try (var files = Files.list(cases)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeAll
    static void requireTools() {
        assumeTrue(
                Files.isRegularFile(FOLDER.resolve("conform.py")),
                "skipped: there are no recorded answers at "
                        + FOLDER.toAbsolutePath().normalize());
        for (var tool : List.of("python3", "dig")) {
            assumeTrue(isOnPath(tool), "skipped: replaying the recorded answers needs " + tool);
        }
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
    }

    /** The configuration under which the answers were recorded, and what else tells this program from Consul where nothing is set. */
    private Path[] files() throws IOException {
        return new Path[] {FOLDER.resolve("reference.json"), Files.writeString(dir.resolve("limits.conf"), LIMITS)};
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsRecorded(Path recorded) throws Exception {
        try (var running = new Running(PORTS, files())) {
            assertThat(replay(running, recorded)).isEmpty();
        }
    }

    /** Each case is asked on one agent of a cluster, in turn; with {@code -Dengine.conformance.all=true} on each of them. */
    static List<Arguments> casesOfClusters() throws IOException {
        var cases = cases();
        var asked = Asked.values();
        return IntStream.range(0, cases.size())
                .boxed()
                .flatMap(i -> Stream.of(
                                Boolean.getBoolean("engine.conformance.all")
                                        ? asked
                                        : new Asked[] {asked[i % asked.length]})
                        .map(one -> Arguments.of(one, cases.get(i))))
                .toList();
    }

    /** Steps whose answers tell how many agents there are, which in a cluster are others. */
    private static final Set<String> NUMBERS = Set.of(
            "agent-status/peers",
            "agent-status/members",
            "agent-status/members-wan",
            "agent-status/nodes",
            "agent-status/raft-configuration",
            "agent-status/coordinates",
            "catalog-health/status-leader",
            "dns/soa",
            "dns/ns");

    /** The agent of a cluster of three servers that is asked. */
    enum Asked {
        LEADER,
        OTHER_SERVER,
        CLIENT_AGENT;

        /** Whether a step cannot be answered as by a server alone. */
        boolean answersOtherwise(String failed) {
            var step = failed.replaceFirst("^FAIL ", "").replaceFirst(":.*", "");
            return NUMBERS.contains(step)
                    || (this != LEADER && step.equals("agent-status/leader"))
                    || (this == CLIENT_AGENT && step.equals("agent-status/self"));
        }
    }

    @ParameterizedTest
    @MethodSource("casesOfClusters")
    void clustersAnswerAsRecorded(Asked asked, Path recorded) throws Exception {
        var failed = replayOnCluster(asked, recorded, dir);
        // A leader that the machine let stand still for a second steps down, and for a moment there is none.
        if (failed.stream().anyMatch(step -> step.contains("KnownLeader: want true"))) {
            failed = replayOnCluster(asked, recorded, Files.createDirectory(dir.resolve("again")));
        }
        assertThat(failed).isEmpty();
    }

    private List<String> replayOnCluster(Asked asked, Path recorded, Path place) throws Exception {
        try (var cluster = cluster(asked, place)) {
            return replay(cluster.agent("node1"), recorded).stream()
                    .filter(failed -> !asked.answersOtherwise(failed))
                    .toList();
        }
    }

    /**
     * Servers form the log in order of their ports. On a busy machine another one may lead soon after: then another cluster is
     * formed.
     */
    private TestCluster cluster(Asked asked, Path place) throws IOException {
        var cluster = formed(asked, Files.createDirectory(place.resolve("cluster")));
        cluster.startAll();
        if (asked == Asked.CLIENT_AGENT || cluster.leader().equals("node1") == (asked == Asked.LEADER)) {
            return cluster;
        }
        cluster.close();
        return cluster(asked, Files.createDirectory(place.resolve("another")));
    }

    private TestCluster formed(Asked asked, Path place) throws IOException {
        var files = files();
        var cluster = new TestCluster(place, asked == Asked.CLIENT_AGENT ? 3 : 2, 0, files[1]);
        cluster.define("node1", "node1", asked != Asked.CLIENT_AGENT, files);
        for (var name : cluster.servers()) {
            cluster.set(name, "bootstrap-expect", 3);
        }
        cluster.port("node1", "serf-lan", 18_301);
        if (asked != Asked.CLIENT_AGENT) {
            cluster.port("node1", "server", 18_300);
        }
        if (asked == Asked.OTHER_SERVER) {
            cluster.port("s1", "server", 18_200);
        }
        return cluster;
    }

    /** The steps that were not answered as recorded. */
    private static List<String> replay(Running running, Path recorded) throws Exception {
        var replay = new ProcessBuilder(
                        "python3",
                        FOLDER.resolve("conform.py").toString(),
                        "check",
                        running.api().base(),
                        Integer.toString(running.dns().getPort()),
                        recorded.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(replay.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(replay.waitFor()).isLessThan(2);
        assertThat(output.getLast()).contains(" passed, ");
        return output.stream()
                .filter(line -> !line.startsWith("PASS"))
                .filter(line -> !line.equals(output.getLast()))
                .toList();
    }
}
