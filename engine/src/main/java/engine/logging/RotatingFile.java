package engine.logging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put aside when it is large or old, and begun anew: {@code agent.log} becomes {@code agent-1763800000000.log}, with
 * the time in milliseconds at which it was put aside. A line that cannot be written is lost; the next tries again.
 */
final class RotatingFile extends OutputStream {
    private final Path file;
    private final Rotation rotation;
    private final InstantSource clock;
    private @Nullable OutputStream out;
    private long size;
    private Instant began = Instant.EPOCH;

    /**
     * When a file is put aside, and how many are kept.
     *
     * @param bytes before it grows beyond this; 0 for no limit
     * @param age 0 for no limit
     * @param files put aside that are kept, the latest; 0 keeps all, -1 none
     */
    record Rotation(long bytes, Duration age, int files) {}

    RotatingFile(Path file, Rotation rotation, InstantSource clock) {
        this.file = file.toAbsolutePath();
        this.rotation = rotation;
        this.clock = clock;
    }

    /** Opens the file, and goes on where it ends. */
    void open() throws IOException {
        Files.createDirectories(file.getParent());
        size = Files.exists(file) ? Files.size(file) : 0;
        began = size == 0
                ? clock.instant()
                : Files.readAttributes(file, BasicFileAttributes.class)
                        .creationTime()
                        .toInstant();
        out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /** One line. */
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        try {
            if (out == null) {
                open();
            }
            if (isDue(length)) {
                rotate();
            }
            if (out != null) {
                out.write(bytes, from, length);
                out.flush();
                size += length;
            }
        } catch (IOException _) {
            // The log cannot say that it cannot be written; standard output has the line.
            close();
        }
    }

    private boolean isDue(int more) {
        var full = rotation.bytes() > 0 && size > 0 && size + more > rotation.bytes();
        var old = rotation.age().isPositive() && size > 0 && !clock.instant().isBefore(began.plus(rotation.age()));
        return full || old;
    }

    private void rotate() throws IOException {
        close();
        var time = clock.millis();
        while (Files.exists(aside(time))) {
            time++;
        }
        Files.move(file, aside(time));
        if (rotation.files() != 0) {
            prune();
        }
        open();
    }

    private Path aside(long time) {
        return file.resolveSibling(stem() + "-" + time + ending());
    }

    private String stem() {
        var name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ending().length());
    }

    private String ending() {
        var name = String.valueOf(file.getFileName());
        var dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot) : "";
    }

    private void prune() throws IOException {
        var pattern = Pattern.quote(stem()) + "-\\d{13}" + Pattern.quote(ending());
        try (var all = Files.list(file.getParent())) {
            var aside = all.filter(each -> String.valueOf(each.getFileName()).matches(pattern))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .toList();
            for (var old : aside.subList(Math.min(Math.max(0, rotation.files()), aside.size()), aside.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    @Override
    public synchronized void close() {
        var open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Nothing more is written to it.
            }
        }
    }
}
