package engine.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.util.ByteString;

/** A machine that remembers what was applied to it, in order. */
final class Recorder implements Machine {
    private volatile List<String> applied = List.of();
    private volatile long index;
    volatile boolean leads;
    final AtomicInteger loaded = new AtomicInteger();

    @Override
    public void apply(long at, ByteString entry) {
        if (at <= index) {
            throw new IllegalStateException("index " + at + " after " + index);
        }
        var more = new ArrayList<>(applied);
        more.add(entry.utf8String());
        applied = List.copyOf(more);
        index = at;
    }

    @Override
    public void lead(long term) {
        leads = true;
    }

    @Override
    public void follow() {
        leads = false;
    }

    @Override
    public Image image() {
        var now = applied;
        return directory -> Files.write(directory.resolve("entries"), now);
    }

    @Override
    public void load(Path directory) throws IOException {
        applied = List.copyOf(Files.readAllLines(directory.resolve("entries")));
        loaded.incrementAndGet();
    }

    List<String> applied() {
        return applied;
    }
}
