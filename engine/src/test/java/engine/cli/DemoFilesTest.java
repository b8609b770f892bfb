package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    @TempDir
    private Path example;

    @Test
    void whatReplacesAWordStaysAsItIs() throws IOException {
        Files.writeString(example.resolve("a.conf"), "run here at 7001 and 7002");
        // One value has the word of the other in it, as the name of a directory that chance gave may have.
        var files = DemoFiles.copy(example, Map.of("7001", "7002", "7002", "7001", "here", "@DIRECTORY@/7001"));
        try {
            assertThat(Files.readString(files.file("a.conf")))
                    .isEqualTo("run " + files.directory() + "/7001 at 7002 and 7001");
        } finally {
            files.delete();
        }
        assertThat(files.directory()).doesNotExist();
    }
}
