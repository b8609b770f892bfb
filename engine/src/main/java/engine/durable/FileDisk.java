package engine.durable;

import engine.metrics.Metrics;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory of the file system; that of the log is held by one process at a time. */
public final class FileDisk implements Disk, Closeable {
    private static final String LOCK = "lock";
    private static final int READ_BUFFER = 1 << 18;
    /** The JDK keeps for each thread a buffer as large as the largest write: larger ones go in slices. */
    private static final int SLICE = 1 << 20;

    private final Path dir;
    private final @Nullable FileChannel lockFile;

    private FileDisk(Path dir, @Nullable FileChannel lockFile) {
        this.dir = dir;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory where it is missing, and takes it for this process.
     *
     * @throws DurabilityException when another process has it
     */
    public static FileDisk open(Path dir) throws IOException {
        make(dir);
        var file = FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(file) == null) {
            file.close();
            throw new DurabilityException(
                    dir + " is in use by another agent. End that one first, or give this one a data-dir of its own.");
        }
        return new FileDisk(dir, file);
    }

    /** Makes a directory and those above it where they are missing; returns when they survive a loss of power. */
    public static void make(Path dir) throws IOException {
        if (Files.isDirectory(dir)) {
            return;
        }
        var above = dir.toAbsolutePath().getParent();
        if (above != null) {
            make(above);
        }
        Files.createDirectories(dir);
        if (above != null) {
            sync(above);
        }
    }

    /** A directory that is there and that others may use too. */
    public static FileDisk shared(Path dir) {
        return new FileDisk(dir, null);
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public String place() {
        return dir.toString();
    }

    @Override
    public List<String> files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public InputStream read(String name) throws IOException {
        return new BufferedInputStream(Files.newInputStream(dir.resolve(name)), READ_BUFFER);
    }

    @Override
    public Appender append(String name, long size) throws IOException {
        var channel = FileChannel.open(dir.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() > size) {
            channel.truncate(size);
            channel.force(true);
        }
        channel.position(size);
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    var slice = bytes.slice(bytes.position(), Math.min(SLICE, bytes.remaining()));
                    bytes.position(bytes.position() + channel.write(slice));
                }
            }

            @Override
            public void force() throws IOException {
                var began = System.nanoTime();
                channel.force(false);
                Metrics.DISK_SYNC.recordSince(began);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public RandomAccess open(String name) {
        return new PositionedFile(dir.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                dir.resolve(from),
                dir.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(dir.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        sync(dir);
    }

    private static void sync(Path directory) throws IOException {
        Uninterrupted.run(() -> {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    /** Lets another process have the directory. */
    @Override
    public void close() throws IOException {
        if (lockFile != null) {
            lockFile.close();
        }
    }
}
