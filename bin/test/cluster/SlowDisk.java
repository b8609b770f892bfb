package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A file system in a file, mounted for one node's data, whose writes stand still while it is frozen. */
final class SlowDisk implements AutoCloseable {
    private static final String SIZE = "256M";

    private final Path mount;
    private boolean frozen;

    SlowDisk(Path image, Path mount) {
        this.mount = mount;
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("truncate", "-s", SIZE, image.toString());
        Shell.run("mkfs.ext4", "-q", "-F", image.toString());
        Shell.run("mount", "-o", "loop", image.toString(), mount.toString());
    }

    /** Why there can be none here; empty when there can. */
    static String missing(Path dir) {
        try (var disk = new SlowDisk(dir.resolve("try.disk"), dir.resolve("try"))) {
            disk.freeze();
            disk.thaw();
            return "";
        } catch (Failure e) {
            return e.getMessage();
        }
    }

    /** From now on who writes waits. */
    synchronized void freeze() {
        Shell.run("fsfreeze", "-f", mount.toString());
        frozen = true;
    }

    synchronized void thaw() {
        if (frozen) {
            Shell.run("fsfreeze", "-u", mount.toString());
            frozen = false;
        }
    }

    /** Lets writes through for a moment only, again and again. */
    void crawl(int times, Duration frozenFor, Duration openFor) {
        for (var i = 0; i < times; i++) {
            freeze();
            Pause.of(frozenFor);
            thaw();
            Pause.of(openFor);
        }
    }

    @Override
    public void close() {
        thaw();
        Shell.run("umount", mount.toString());
    }
}
