package engine.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries of an archive, with a line in the log now and then of how far one has come. */
final class Progress implements Iterator<Saved> {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    private final ArchiveReader reader;
    private final long all;
    private @Nullable Saved next;
    private long read;
    private long ofAgents;
    private long lastSaid = System.nanoTime();

    Progress(ArchiveReader reader, long all) {
        this.reader = reader;
        this.all = all;
    }

    /** How many entries were taken. */
    long read() {
        return read;
    }

    /** How many of these belonged to agents. */
    long ofAgents() {
        return ofAgents;
    }

    @Override
    public boolean hasNext() {
        try {
            next = next == null ? reader.next() : next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    @Override
    public Saved next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var taken = next;
        next = null;
        read++;
        ofAgents += taken.ofAgent() ? 1 : 0;
        if (System.nanoTime() - lastSaid > EVERY) {
            lastSaid = System.nanoTime();
            LOG.info("restore: {} of {} entries", read, all);
        }
        return taken;
    }
}
