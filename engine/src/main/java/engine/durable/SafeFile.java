package engine.durable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Files that are there as a whole or not at all, also after a loss of power. */
public final class SafeFile {
    /** Follows the name of a file that is being written; one that is found later was never finished. */
    public static final String UNFINISHED = ".new";

    /** Forced in pieces: one large force would hold up those of the log. */
    private static final int PIECE = 4 << 20;

    private static final int BUFFER = 1 << 16;

    private SafeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Contents {
        /** Writes all of it; the stream is buffered. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file, in place of one that may be there; returns when it is on disk. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes a file as a stream, in place of one that may be there; returns when it is on disk. Where that fails, what was there
     * before stays, and nothing else does.
     */
    public static void write(Path file, Contents contents) throws IOException {
        var parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
        var name = Objects.requireNonNull(file.getFileName(), "a file has a name");
        write(FileDisk.shared(parent), name.toString(), contents);
    }

    /** As above, for a file of a disk. */
    public static void write(Disk disk, String name, Contents contents) throws IOException {
        var fresh = name + UNFINISHED;
        try {
            try (var file = disk.append(fresh, 0)) {
                var out = new BufferedOutputStream(new Pieces(file), BUFFER);
                contents.writeTo(out);
                out.flush();
                file.force();
            }
            disk.rename(fresh, name);
        } catch (IOException | RuntimeException e) {
            try {
                disk.delete(fresh);
            } catch (IOException inTurn) {
                e.addSuppressed(inTurn);
            }
            throw e;
        }
        disk.sync();
    }

    private static final class Pieces extends OutputStream {
        private final Disk.Appender file;
        private int unforced;

        Pieces(Disk.Appender file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            file.write(ByteBuffer.wrap(bytes, from, length));
            unforced += length;
            if (unforced >= PIECE) {
                file.force();
                unforced = 0;
            }
        }
    }
}
