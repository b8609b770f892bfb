package engine.durable;

import engine.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file of the file system. Readers and the writer have a channel each: an interrupted reader does not disturb the writer. */
final class PositionedFile implements Disk.RandomAccess {
    /** The JDK keeps for each thread a buffer as large as the largest transfer: larger ones go in slices. */
    private static final int SLICE = 1 << 20;

    private final Path file;
    private final Channel reading = new Channel(StandardOpenOption.READ);
    private final Channel writing = new Channel(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    PositionedFile(Path file) {
        this.file = file;
    }

    @Override
    public long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
        var start = into.position();
        Uninterrupted.run(() -> {
            into.position(start);
            var channel = reading.get();
            while (into.hasRemaining()) {
                var slice = slice(into);
                var read = channel.read(slice, at + into.position() - start);
                if (read < 0) {
                    return;
                }
                into.position(into.position() + read);
            }
        });
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
        var start = bytes.position();
        Uninterrupted.run(() -> {
            bytes.position(start);
            var channel = writing.get();
            while (bytes.hasRemaining()) {
                var written = channel.write(slice(bytes), at + bytes.position() - start);
                bytes.position(bytes.position() + written);
            }
            var began = System.nanoTime();
            channel.force(false);
            Metrics.DISK_SYNC.recordSince(began);
        });
    }

    @Override
    public void cut(long size) throws IOException {
        Uninterrupted.run(() -> {
            var channel = writing.get();
            channel.truncate(size);
            channel.force(true);
        });
    }

    private static ByteBuffer slice(ByteBuffer bytes) {
        return bytes.slice(bytes.position(), Math.min(SLICE, bytes.remaining()));
    }

    @Override
    public void close() throws IOException {
        try {
            reading.close();
        } finally {
            writing.close();
        }
    }

    /** Opened when it is needed, and again when an interrupt has closed it. */
    private final class Channel {
        private final OpenOption[] options;
        private @Nullable FileChannel channel;
        private boolean closed;

        Channel(OpenOption... options) {
            this.options = options;
        }

        synchronized FileChannel get() throws IOException {
            if (closed) {
                throw new IOException(file + " is closed");
            }
            if (channel == null || !channel.isOpen()) {
                channel = FileChannel.open(file, options);
            }
            return channel;
        }

        synchronized void close() throws IOException {
            closed = true;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
