package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotCommandsTest {
    /** Takes every file for a whole snapshot that begins with "snap". */
    private static final SnapshotReader READER = file -> {
        if (!Files.readString(file).startsWith("snap")) {
            throw new IllegalStateException("the file is no snapshot.");
        }
        return new SnapshotSummary(
                "id-1",
                Files.size(file),
                12,
                Instant.parse("2026-11-21T00:00:00Z"),
                "n1",
                "dc1",
                "0.2.0",
                Map.of("nodes", 3L, "keys", 100L));
    };

    @TempDir
    private Path directory = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private interface Run {
        int run(SnapshotReader snapshots, Arguments arguments, Shell shell) throws IOException;
    }

    private String run(Command command, Run run, String... args) throws IOException {
        out.reset();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var shell = new Shell(
                InputStream.nullInputStream(), print, print, Map.of("CONSUL_HTTP_ADDR", agent.address()), false);
        assertThat(run.run(READER, CommandLine.parse(command.syntax(), List.of(args)), shell))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String save(String... args) throws IOException {
        return run(new SnapshotSaveCommand(), SnapshotSaveCommand::save, args);
    }

    private String restore(String... args) throws IOException {
        return run(new SnapshotRestoreCommand(), SnapshotRestoreCommand::restore, args);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void savingLeavesOneWholeFileThatOnlyItsOwnerReads() throws IOException {
        var body = "snap" + "x".repeat(300_000);
        agent.answer("/v1/snapshot", body);
        var file = Files.writeString(directory.resolve("a.snap"), "an older one");

        assertThat(save("-stale", file.toString())).isEqualTo("Saved and verified snapshot to index 12\n");

        assertThat(file).hasContent(body);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("a.snap");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/snapshot?stale");
    }

    @Test
    void aSnapshotThatIsNoneLeavesTheOlderFileAsItWas() throws IOException {
        agent.answer("/v1/snapshot", "garbage");
        var file = Files.writeString(directory.resolve("a.snap"), "an older one");

        assertThatThrownBy(() -> save(file.toString()))
                .isInstanceOf(Failure.class)
                .hasMessage("the file is no snapshot.");

        assertThat(file).hasContent("an older one");
        assertThat(files()).containsExactly("a.snap");
    }

    @Test
    void aRefusalIsToldAndLeavesNoFile() throws IOException {
        agent.answer("/v1/snapshot", 500, "No cluster leader", Map.of());

        assertThatThrownBy(() -> save(directory.resolve("a.snap").toString()))
                .hasMessage("the agent at " + agent.address() + " refused: No cluster leader (HTTP 500).");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsToldBeforeTheAgentIsAsked() {
        assertThatThrownBy(() -> save(directory.resolve("no/a.snap").toString()))
                .hasMessageEndingWith("cannot be written: name a file in a directory that is there.");
        assertThatThrownBy(() -> save(directory.toString())).isInstanceOf(Failure.class);
        assertThatThrownBy(this::save)
                .isInstanceOf(Failure.class)
                .hasMessage("name a file: `engine snapshot save FILE`.");
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void restoringSendsTheFile() throws IOException {
        var body = "snap" + "y".repeat(300_000);
        var file = Files.writeString(directory.resolve("a.snap"), body);
        agent.answer("/v1/snapshot", "");

        assertThat(restore(file.toString())).isEqualTo("Restored snapshot\n");

        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(agent.lastAsked().body()).isEqualTo(body);
        assertThat(agent.lastAsked().headers())
                .containsEntry("content-type", "application/octet-stream")
                .containsEntry("content-length", "300004");
    }

    @Test
    void whatIsNoSnapshotIsRefusedBeforeTheAgentIsAsked() throws IOException {
        var file = Files.writeString(directory.resolve("a.snap"), "garbage");

        assertThatThrownBy(() -> restore(file.toString())).hasMessage("the file is no snapshot.");
        assertThatThrownBy(() -> restore(directory.resolve("none").toString()))
                .hasMessageEndingWith("none' that can be read.");
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void inspectingAsksNoAgent() throws IOException {
        var file = Files.writeString(directory.resolve("a.snap"), "snap").toString();

        assertThat(run(new SnapshotInspectCommand(), SnapshotInspectCommand::inspect, file))
                .isEqualTo("""
                        ID          id-1
                        Size        4
                        Index       12
                        Created     2026-11-21T00:00:00Z
                        Node        n1
                        Datacenter  dc1
                        Version     0.2.0

                        Kind   Count
                        keys   100
                        nodes  3
                        """);
        assertThat(Json.parse(
                        run(new SnapshotInspectCommand(), SnapshotInspectCommand::inspect, "--format=json", file)))
                .isEqualTo(Json.parse("""
                        {"ID":"id-1","Size":4,"Index":12,"Created":"2026-11-21T00:00:00Z","Node":"n1","Datacenter":"dc1",
                         "Version":"0.2.0","Counts":{"keys":100,"nodes":3}}"""));
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void progressIsToldEveryTwoSeconds() {
        var now = new long[] {5};
        var progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), "sent", () -> now[0]);
        for (long seconds = 0; seconds < 5; seconds++) {
            now[0] = 5 + seconds * 1_000_000_000;
            progress.accept(seconds << 20);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("engine: sent 2 MiB\nengine: sent 4 MiB\n");
    }
}
