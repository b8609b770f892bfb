package engine.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Small files that are there as a whole or not at all, also after a loss of power. */
public final class SafeFile {

    private SafeFile() {}

    /** Writes a file, in place of one that may be there; returns when it is on disk. */
    public static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
        try (var channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
