package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data directory and the small files in it and beside it. */
final class DataDirTest {
    @TempDir
    private Path dir;

    @Test
    void theDirectoryIsMadeWithItsParents() {
        DataDir.prepare(TestSettings.in(dir.resolve("a/b")));
        assertThat(dir.resolve("a/b")).isDirectory();
        DataDir.prepare(TestSettings.dev(Map.of()));
    }

    @Test
    void aFileInItsPlaceIsSaidInASentence() throws Exception {
        var file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> DataDir.prepare(TestSettings.in(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the data directory cannot be made: " + file + ": there is a file of that name");
    }

    @Test
    void theNodeIdIsMadeOnceAndKept() {
        var id = NodeId.of(TestSettings.in(dir));
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(NodeId.of(TestSettings.in(dir))).isEqualTo(id);
        assertThat(NodeId.of(TestSettings.dev(Map.of()))).isNotEqualTo(id);
    }

    @Test
    void aNodeIdFromTheConfigurationWinsAndIsLowerCase() {
        var id = "3E0F1C6E-5D6C-4A3B-9F7E-0123456789AB";
        assertThat(NodeId.of(TestSettings.in(dir, Map.of("node-id", id))))
                .isEqualTo("3e0f1c6e-5d6c-4a3b-9f7e-0123456789ab");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aKeptNodeIdThatIsNoneStopsTheStart() throws Exception {
        var file = Files.writeString(dir.resolve("node-id"), "web1\n");
        assertThatThrownBy(() -> NodeId.of(TestSettings.in(dir)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": not a UUID.");
    }

    @Test
    void aNodeIdThatCannotBeKeptSaysWhatIsWrong() {
        assertThatThrownBy(() -> NodeId.of(TestSettings.in(dir.resolve("gone"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the node id cannot be kept: %s: there is no such file or directory. The data directory must be readable and writable."
                                .formatted(dir.resolve("gone/node-id.new")));
    }

    @Test
    void theIndexGoesOnBeyondAllThatAnEarlierRunCanHaveReached() {
        assertThat(IndexFile.next(dir)).isEqualTo(1);
        var second = IndexFile.next(dir);
        assertThat(second).isGreaterThan(1L << 35);
        assertThat(IndexFile.next(dir)).isGreaterThan(second + (1L << 35)).isLessThan(1L << 53);
        assertThat(dir).isDirectoryContaining("glob:**/index").isDirectoryNotContaining("glob:**/index.new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "99999999999999999999"})
    void anIndexThatIsNoNumberStopsTheStart(String text) throws Exception {
        var file = Files.writeString(dir.resolve("index"), text);
        assertThatThrownBy(() -> IndexFile.next(dir))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": not a number.");
        assertThat(file).hasContent(text);
    }

    @Test
    void thePidFileHoldsThisProcessAndIsRemoved() {
        var file = dir.resolve("pid");
        try (var pidFile = PidFile.write(file)) {
            assertThat(pidFile.path()).hasContent(ProcessHandle.current().pid() + "\n");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aPidFileThatCannotBeWrittenSaysWhy() {
        var file = dir.resolve("no/pid");
        assertThatThrownBy(() -> PidFile.write(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the pid file cannot be written: " + file + ": there is no such file or directory");
    }
}
