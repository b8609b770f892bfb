package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system for one node's data that can be full, or fail to force what was written. It lies in a file that is allocated
 * as it is written, on a file system in memory: when that one is full, writes still succeed, and {@code fsync} does not.
 * The file system's own tables and journal are allocated from the start: they would be lost else, which no disk does that
 * goes on.
 */
final class FailingDisk implements AutoCloseable {
    private static final String SIZE = "256M";
    private static final String MEMORY = "320M";
    private static final long LARGEST = 1L << 28;
    private static final long BLOCK = 4096;

    /** Nothing that is allocated is given back, or written with zeros, before it is mounted. */
    private static final String KEEPING = "nodiscard,lazy_itable_init=1,lazy_journal_init=1";

    private final Path backing;
    private final Path mount;

    FailingDisk(Path backing, Path mount) {
        this.backing = backing;
        this.mount = mount;
        try {
            Files.createDirectories(backing);
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + MEMORY, "tmpfs", backing.toString());
        Shell.run("fallocate", "-l", SIZE, image());
        Shell.run("mkfs.ext4", "-q", "-F", "-b", Long.toString(BLOCK), "-m", "0", "-E", KEEPING, image());
        mount();
        Shell.run("fstrim", mount.toString());
    }

    private void mount() {
        // What is deleted is given back: else a block could be written again without a new one behind it.
        Shell.run("mount", "-o", "loop,discard,noinit_itable", image(), mount.toString());
    }

    private String image() {
        return backing.resolve("image").toString();
    }

    /** Why there can be none here; empty when there can. */
    static String missing(Path dir) {
        try (var disk = new FailingDisk(dir.resolve("try.disk"), dir.resolve("try"))) {
            disk.fill();
            disk.mend();
            return "";
        } catch (Failure e) {
            return e.getMessage();
        }
    }

    /** From now on there is no space left. */
    void fill() {
        occupy(mount.resolve("ballast"));
    }

    /** From now on what is written is not forced: {@code fsync} fails, once for what it concerns, as it does on Linux. */
    void failSync() {
        occupy(backing.resolve("ballast"));
    }

    /** As whoever looks after it would: it may have become read-only. Nobody uses it meanwhile. */
    void mend() {
        try {
            Files.deleteIfExists(backing.resolve("ballast"));
            Shell.run("umount", mount.toString());
            Shell.run("sh", "-c", "e2fsck -f -p " + image() + "; test $? -le 1");
            mount();
            Files.deleteIfExists(mount.resolve("ballast"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void occupy(Path ballast) {
        var at = 0L;
        for (var size = LARGEST; size >= BLOCK; ) {
            try {
                Shell.run("fallocate", "-o", Long.toString(at), "-l", Long.toString(size), ballast.toString());
                at += size;
            } catch (Failure _) {
                size /= 2;
            }
        }
    }

    @Override
    public void close() {
        Shell.run("umount", mount.toString());
        Shell.run("umount", backing.toString());
    }
}
