package engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import engine.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MarkedTest {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private Process start(Map<String, String> environment, String script) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return process;
    }

    @Test
    void whatHasAllOfTheVariablesIsEndedWithAllThatItStarted() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")));
        var run = Map.of("MARK_EVENT", "e1", "MARK_TRIGGER", "t");
        var left = start(run, "trap '' TERM; setsid sleep 1000 & wait");
        var other = start(Map.of("MARK_EVENT", "e1", "MARK_TRIGGER", "other"), "sleep 1000");
        var child = new ArrayList<ProcessHandle>();
        Await.until("the child runs", () -> {
            left.children().forEach(child::add);
            return !child.isEmpty();
        });

        Processes.killLeft(List.of(run));

        Await.until("both are gone", () -> !left.isAlive() && !child.getFirst().isAlive());
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void nothingIsEndedForNothing() throws IOException {
        var process = start(Map.of(), "sleep 1000");
        Processes.killLeft(List.of());
        assertThat(process.isAlive()).isTrue();
    }
}
