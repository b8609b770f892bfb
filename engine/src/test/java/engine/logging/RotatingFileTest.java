package engine.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import engine.logging.RotatingFile.Rotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the log is put aside, what is kept, and that no line is lost in between. */
final class RotatingFileTest {
    @TempDir
    private Path dir;

    private Path file;
    private Instant now = Instant.now();

    @BeforeEach
    void name() {
        file = dir.resolve("agent.log");
    }

    private RotatingFile open(long bytes, Duration age, int files) throws IOException {
        var rotating = new RotatingFile(file, new Rotation(bytes, age, files), () -> now);
        rotating.open();
        return rotating;
    }

    private static void line(RotatingFile rotating, String text) {
        var bytes = (text + "\n").getBytes(UTF_8);
        rotating.write(bytes, 0, bytes.length);
    }

    private List<Path> aside() throws IOException {
        try (var all = Files.list(dir)) {
            return all.filter(each -> !each.equals(file)).sorted().toList();
        }
    }

    @Test
    void isPutAsideBeforeItGrowsBeyondItsSize() throws IOException {
        try (var rotating = open(10, Duration.ZERO, 0)) {
            line(rotating, "12345");
            line(rotating, "123");
            line(rotating, "next");
        }
        assertThat(file).hasContent("next\n");
        assertThat(aside()).hasSize(1).first().asString().matches(".*/agent-\\d{13}\\.log");
        assertThat(aside().getFirst()).hasContent("12345\n123\n");
    }

    @Test
    void aLineThatIsLongerThanTheSizeIsWrittenNevertheless() throws IOException {
        try (var rotating = open(3, Duration.ZERO, 0)) {
            line(rotating, "longer than that");
        }
        assertThat(file).hasContent("longer than that\n");
        assertThat(aside()).isEmpty();
    }

    @Test
    void isPutAsideWhenItIsOld() throws IOException {
        try (var rotating = open(0, Duration.ofHours(24), 0)) {
            line(rotating, "first");
            now = now.plus(Duration.ofHours(23));
            line(rotating, "same");
            now = now.plus(Duration.ofHours(2));
            line(rotating, "next");
        }
        assertThat(file).hasContent("next\n");
        assertThat(aside()).hasSize(1);
    }

    @Test
    void ofThosePutAsideTheLatestAreKept() throws IOException {
        try (var rotating = open(2, Duration.ZERO, 2)) {
            for (var i = 0; i < 6; i++) {
                line(rotating, "" + i);
                now = now.plusMillis(1);
            }
        }
        assertThat(file).hasContent("5\n");
        assertThat(aside()).hasSize(2);
        assertThat(aside().getLast()).hasContent("4\n");
    }

    @Test
    void withMinusOneNoneIsKept() throws IOException {
        try (var rotating = open(2, Duration.ZERO, -1)) {
            line(rotating, "1");
            line(rotating, "2");
        }
        assertThat(file).hasContent("2\n");
        assertThat(aside()).isEmpty();
    }

    @Test
    void goesOnWhereItEnds() throws IOException {
        Files.writeString(file, "before\n");
        try (var rotating = open(0, Duration.ZERO, 0)) {
            line(rotating, "after");
        }
        assertThat(file).hasContent("before\nafter\n");
    }
}
