package engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded answers of Consul 1.8.7, replayed against an agent that starts with the configuration under which they were recorded.
 * They lie outside of the project, in the folder that {@code -Dengine.conformance} names or {@code ../shared/conformance} beside
 * it; without them this is skipped.
 */
@Timeout(180)
final class ConformanceTest {
    private static final Path FOLDER = Path.of(System.getProperty("engine.conformance", "../../shared/conformance"));
    /** Recorded for parts that this version does not have. */
    private static final Set<String> ABSENT = Set.of("session-lock.json", "txn.json");

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

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsRecorded(Path recorded) throws Exception {
        assumeFalse(
                ABSENT.contains(recorded.getFileName().toString()),
                "skipped: this version has nothing of what " + recorded.getFileName() + " asks for");
        try (var running = new Running(PORTS, FOLDER.resolve("reference.json"))) {
            var replay = new ProcessBuilder(
                            "python3",
                            FOLDER.resolve("conform.py").toString(),
                            "check",
                            running.api().base(),
                            Integer.toString(running.dns().getPort()),
                            recorded.toString())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(replay.getInputStream().readAllBytes(), UTF_8);
            assertThat(output.lines().filter(line -> !line.startsWith("PASS")).toList())
                    .hasSize(1)
                    .allMatch(line -> line.endsWith(" 0 failed"));
            assertThat(replay.waitFor()).isZero();
        }
    }
}
