package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNameTest {
    private static final SnapshotName NAME = new SnapshotName(Instant.parse("2026-11-20T23:30:15.9Z"), 4711);

    @Test
    void aNameHasTheTimeInUtcToTheSecondAndTheIndex() {
        assertThat(NAME.file()).isEqualTo("engine-20261120T233015Z-4711.snapshot");
        assertThat(SnapshotName.parse(NAME.file())).isEqualTo(Optional.of(NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "engine-20261120T233015Z-4711.snapshot.new",
                "my-engine-20261120T233015Z-4711.snapshot",
                "engine-20261120T233015-4711.snapshot",
                "engine-20261120T233015Z-.snapshot",
                "engine-20261120T233015Z--1.snapshot",
                "engine-20261320T233015Z-1.snapshot",
                "engine-20261120T256015Z-1.snapshot",
                "engine-before-upgrade.snapshot",
                "backup.snapshot"
            })
    void otherFilesAreNoneOfOurs(String file) {
        assertThat(SnapshotName.parse(file)).isEmpty();
    }

    @Test
    void theOldestBeyondThoseRetainedGo() {
        var older = new SnapshotName(NAME.at().minusSeconds(60), 9000);
        var newer = new SnapshotName(NAME.at(), 4712);
        assertThat(SnapshotName.beyond(2, List.of(older, newer, NAME))).containsExactly(older);
        assertThat(SnapshotName.beyond(1, List.of(older, newer, NAME))).containsExactly(NAME, older);
        assertThat(SnapshotName.beyond(3, List.of(older, newer, NAME))).isEmpty();
    }
}
