package engine.raft;

import static engine.raft.Servers.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that nobody asks for: the log stays bounded by what is written between two of them. */
class SnapshotTriggerTest {
    private static final int WRITES = 200;
    private static final RaftLog.Settings SMALL =
            new RaftLog.Settings(Duration.ofMillis(300), Duration.ofSeconds(1), 8 << 10, Duration.ofHours(1));

    @TempDir
    private Path directory;

    @Test
    void enoughBytesHaveASnapshotTakenAndARestartGoesOnFromIt() {
        try (var servers = new Servers(directory, 1, _ -> SMALL)) {
            var server = servers.leader();
            for (var i = 0; i < 10; i++) {
                assertThat(server.write("few " + i)).isEqualTo(Fate.COMMITTED);
            }
            assertThat(snapshots()).isZero();
            for (var i = 0; i < WRITES; i++) {
                assertThat(server.write("many " + i)).isEqualTo(Fate.COMMITTED);
            }
            await("a snapshot is there", () -> snapshots() > 0);
            var all = server.machine().applied();
            server.ending();
            server.restart();
            assertThat(servers.leader().machine().loaded.get())
                    .as("snapshots loaded")
                    .isPositive();
            await("all is applied", () -> server.machine().applied().equals(all));
        }
    }

    private long snapshots() {
        var snapshots = directory.resolve("n0").resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            return 0;
        }
        try (var found = Files.list(snapshots)) {
            return found.filter(file -> file.getFileName().toString().startsWith("snapshot_"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
