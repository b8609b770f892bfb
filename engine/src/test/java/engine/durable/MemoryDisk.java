package engine.durable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that forgets at a crash what was not forced, as file systems do: any pages of what was written since, and
 * any changes of names since the last sync. Safe for use by many threads. It can fail at a chosen operation, and be full.
 */
public final class MemoryDisk implements Disk {
    private static final int PAGE = 64;

    private static final class Contents {
        private byte[] now = new byte[0];
        private byte[] forced = new byte[0];
        /** Pages that were written since a force looked at them. */
        private final BitSet dirty = new BitSet();

        void write(byte[] bytes, int at, int length) {
            now = Arrays.copyOf(now, Math.max(now.length, at + length));
            System.arraycopy(bytes, 0, now, at, length);
            if (length > 0) {
                dirty.set(at / PAGE, (at + length - 1) / PAGE + 1);
            }
        }

        void force() {
            var disk = Arrays.copyOf(forced, now.length);
            dirty.stream()
                    .map(page -> page * PAGE)
                    .filter(at -> at < now.length)
                    .forEach(at -> {
                        System.arraycopy(now, at, disk, at, Math.min(PAGE, now.length - at));
                    });
            forced = disk;
            dirty.clear();
        }

        void cut(int size) {
            if (now.length > size) {
                now = Arrays.copyOf(now, size);
                force();
            }
        }
    }

    private final Random random;
    private SortedMap<String, Contents> names = new TreeMap<>();
    /** Every state of the names since the last sync, that of the sync first. */
    private List<TreeMap<String, Contents>> unsynced = new ArrayList<>(List.of(new TreeMap<>()));

    private long operationsLeft = Long.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private boolean forceFails;
    private boolean failedForcesForget;

    public MemoryDisk(Random random) {
        this.random = random;
    }

    /** The operation after so many fails, a write perhaps half done, and so does every one after it. */
    public synchronized void failAfter(long operations) {
        operationsLeft = operations;
    }

    public synchronized void fullAt(long bytes) {
        capacity = bytes;
    }

    public synchronized void failForces(boolean fail) {
        forceFails = fail;
    }

    /** Whether pages that a failed force was to write count as written afterwards, so that the next force succeeds without them. */
    public synchronized void failedForcesForget(boolean forget) {
        failedForcesForget = forget;
    }

    /** The process ends; the disk itself works again. */
    public synchronized void loseProcess() {
        operationsLeft = Long.MAX_VALUE;
        forceFails = false;
        capacity = Long.MAX_VALUE;
    }

    /** The power is lost; the disk itself works again. */
    public synchronized void losePower() {
        names = new TreeMap<>(random.nextBoolean() ? unsynced.get(random.nextInt(unsynced.size())) : anyNames());
        names.values().forEach(this::tear);
        unsynced = new ArrayList<>(List.of(new TreeMap<>(names)));
        loseProcess();
    }

    /** Each name as it was at a moment of its own since the last sync: without one, nothing orders the changes of names. */
    private Map<String, Contents> anyNames() {
        var all = new TreeSet<String>();
        unsynced.forEach(state -> all.addAll(state.keySet()));
        var any = new TreeMap<String, Contents>();
        for (var name : all) {
            var file = unsynced.get(random.nextInt(unsynced.size())).get(name);
            if (file != null) {
                any.put(name, file);
            }
        }
        return any;
    }

    /** Any length between what was forced and what was written, any page of it lost. */
    private void tear(Contents file) {
        var torn = Arrays.copyOf(
                file.now,
                Math.max(
                        Math.min(file.forced.length, file.now.length),
                        file.now.length == 0 ? 0 : random.nextInt(file.now.length + 1)));
        for (var page = 0; page < torn.length; page += PAGE) {
            if (random.nextBoolean()) {
                for (var i = page; i < Math.min(page + PAGE, torn.length); i++) {
                    torn[i] = i < file.forced.length ? file.forced[i] : 0;
                }
            }
        }
        file.now = torn;
        file.forced = torn.clone();
        file.dirty.clear();
    }

    public synchronized byte[] bytes(String name) {
        return Objects.requireNonNull(names.get(name)).now.clone();
    }

    public synchronized void replace(String name, byte[] bytes) {
        var contents = new Contents();
        contents.now = bytes.clone();
        contents.forced = bytes.clone();
        names.put(name, contents);
        unsynced = new ArrayList<>(List.of(new TreeMap<>(names)));
    }

    public synchronized long size() {
        return names.values().stream().mapToLong(file -> file.now.length).sum();
    }

    public synchronized Map<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        names.forEach((name, file) -> sizes.put(name, file.now.length));
        return sizes;
    }

    private void operation() throws IOException {
        if (operationsLeft == 0) {
            throw new IOException("Input/output error");
        }
        operationsLeft--;
    }

    private void named() {
        unsynced.add(new TreeMap<>(names));
    }

    private void write(Contents file, ByteBuffer bytes, int at) throws IOException {
        var all = new byte[bytes.remaining()];
        bytes.get(all);
        var room = (int) Math.min(all.length, Math.max(0, capacity - size()) + Math.max(0, file.now.length - at));
        if (operationsLeft == 0) {
            room = random.nextInt(room + 1);
        }
        file.write(all, at, room);
        operation();
        if (room < all.length) {
            throw new IOException("No space left on device");
        }
    }

    private void force(Contents file) throws IOException {
        try {
            operation();
            if (forceFails) {
                throw new IOException("Input/output error");
            }
            file.force();
        } catch (IOException e) {
            if (failedForcesForget) {
                file.dirty.clear();
            }
            throw e;
        }
    }

    private Contents made(String name) {
        if (names.get(name) == null) {
            names.put(name, new Contents());
            named();
        }
        return Objects.requireNonNull(names.get(name));
    }

    private Contents file(String name) throws NoSuchFileException {
        var file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public synchronized List<String> files() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized InputStream read(String name) throws IOException {
        operation();
        return new ByteArrayInputStream(file(name).now);
    }

    @Override
    public synchronized Appender append(String name, long size) throws IOException {
        operation();
        var file = made(name);
        file.cut(Math.toIntExact(size));
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                synchronized (MemoryDisk.this) {
                    MemoryDisk.this.write(file, bytes, file.now.length);
                }
            }

            @Override
            public void force() throws IOException {
                synchronized (MemoryDisk.this) {
                    MemoryDisk.this.force(file);
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public RandomAccess open(String name) {
        return new RandomAccess() {
            @Override
            public long size() {
                synchronized (MemoryDisk.this) {
                    var file = names.get(name);
                    return file == null ? 0 : file.now.length;
                }
            }

            @Override
            public void read(ByteBuffer into, long at) throws IOException {
                synchronized (MemoryDisk.this) {
                    operation();
                    var bytes = file(name).now;
                    var length = Math.min(into.remaining(), bytes.length - (int) at);
                    if (length > 0) {
                        into.put(bytes, (int) at, length);
                    }
                }
            }

            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                synchronized (MemoryDisk.this) {
                    var file = made(name);
                    MemoryDisk.this.write(file, bytes, Math.toIntExact(at));
                    force(file);
                }
            }

            @Override
            public void cut(long size) throws IOException {
                synchronized (MemoryDisk.this) {
                    operation();
                    file(name).cut(Math.toIntExact(size));
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        operation();
        var file = file(from);
        names.remove(from);
        names.put(to, file);
        named();
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operation();
        names.remove(name);
        named();
    }

    @Override
    public synchronized void sync() throws IOException {
        operation();
        unsynced = new ArrayList<>(List.of(new TreeMap<>(names)));
    }
}
