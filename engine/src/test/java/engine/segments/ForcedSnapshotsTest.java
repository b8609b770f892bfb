package engine.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcedSnapshotsTest {
    @TempDir
    private Path dir;

    private ForcedSnapshots open() {
        var snapshots = new ForcedSnapshots(dir.resolve("log/snapshots").toString(), "", new RaftOptions());
        assertThat(snapshots.init(null)).isTrue();
        return snapshots;
    }

    private static SnapshotWriter written(ForcedSnapshots snapshots, long index, String text) throws IOException {
        var writer = snapshots.create();
        Files.writeString(Path.of(writer.getPath(), "state"), text);
        assertThat(writer.addFile("state")).isTrue();
        assertThat(writer.saveMeta(SnapshotMeta.newBuilder()
                        .setLastIncludedIndex(index)
                        .setLastIncludedTerm(1)
                        .addPeers("a:0")
                        .build()))
                .isTrue();
        return writer;
    }

    private static void holds(ForcedSnapshots snapshots, long index, String text) throws IOException {
        try (var reader = snapshots.open()) {
            assertThat(reader.load().getLastIncludedIndex()).isEqualTo(index);
            assertThat(reader.listFiles()).containsExactly("state");
            assertThat(Files.readString(Path.of(reader.getPath(), "state"))).isEqualTo(text);
        }
    }

    @Test
    void theLatestSnapshotComesBackAndTheOneBeforeIsDeleted() throws IOException {
        var snapshots = open();
        written(snapshots, 10, "ten").close();
        holds(snapshots, 10, "ten");
        written(snapshots, 20, "twenty").close();
        holds(snapshots, 20, "twenty");
        holds(open(), 20, "twenty");
        try (var files = Files.list(dir.resolve("log/snapshots"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactly(Snapshot.JRAFT_SNAPSHOT_PREFIX + 20);
        }
    }

    @Test
    void aSnapshotWithAFileThatCannotBeForcedTakesNoName() throws IOException {
        var snapshots = open();
        written(snapshots, 10, "ten").close();
        var writer = written(snapshots, 20, "twenty");
        Files.createSymbolicLink(Path.of(writer.getPath(), "more"), dir.resolve("nowhere"));
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        holds(snapshots, 10, "ten");
        holds(open(), 10, "ten");
    }
}
