package engine.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
    private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FRESH = new byte[500_000];

    static {
        new Random(3).nextBytes(FRESH);
    }

    private static MemoryDisk disk(int seed) {
        var disk = new MemoryDisk(new Random(seed));
        disk.replace("file", OLD);
        return disk;
    }

    private static void write(Disk disk) throws IOException {
        SafeFile.write(disk, "file", out -> out.write(FRESH));
    }

    @Test
    void aFullDiskKeepsTheFileOfBeforeAndNoPartOfTheNewOne() {
        var disk = disk(1);
        disk.fullAt(200_000);
        assertThatThrownBy(() -> write(disk)).hasMessage("No space left on device");
        assertThat(disk.files()).containsExactly("file");
        assertThat(disk.bytes("file")).isEqualTo(OLD);
    }

    @Test
    void aDiskThatCannotKeepWhatWasWrittenFailsTheWrite() {
        var disk = disk(1);
        disk.failForces(true);
        assertThatThrownBy(() -> write(disk)).isInstanceOf(IOException.class);
        assertThat(disk.files()).containsExactly("file");
    }

    @Test
    void contentsThatFailLeaveNothing() {
        var disk = disk(1);
        assertThatThrownBy(() -> SafeFile.write(disk, "file", out -> {
                    out.write(FRESH);
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        assertThat(disk.files()).containsExactly("file");
        assertThat(disk.bytes("file")).isEqualTo(OLD);
    }

    @Test
    void theFileIsTheOldOrTheNewOneWhateverFailsAndWheneverThePowerIsLost() throws IOException {
        for (var operations = 0; operations < 20; operations++) {
            for (var seed = 0; seed < 20; seed++) {
                var disk = disk(seed);
                disk.failAfter(operations);
                var written = true;
                try {
                    write(disk);
                } catch (IOException _) {
                    written = false;
                }
                disk.losePower();
                assertThat(disk.bytes("file")).isIn(written ? new Object[] {FRESH} : new Object[] {OLD, FRESH});
            }
        }
    }

    @Test
    void aTextIsThereWithNothingBesideIt(@TempDir Path dir) throws IOException {
        var file = dir.resolve("index");
        SafeFile.write(file, "1");
        SafeFile.write(file, "22");
        assertThat(Files.readString(file)).isEqualTo("22");
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aNameThatIsADirectoryIsAFailureThatLeavesNothing(@TempDir Path dir) throws IOException {
        Files.createDirectories(dir.resolve("taken/by"));
        assertThatThrownBy(() -> SafeFile.write(dir.resolve("taken"), "1")).isInstanceOf(IOException.class);
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(dir.resolve("taken"));
        }
    }
}
