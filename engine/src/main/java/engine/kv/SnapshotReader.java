package engine.kv;

import engine.kv.SnapshotWriter.Section;
import engine.state.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SnapshotWriter} wrote. */
public final class SnapshotReader {
    /** What claims to be longer is garbage. */
    private static final int MOST = 1 << 30;

    private final InputStream in;
    private final Draft draft = new Draft(State.empty(), 0, 0);
    private final List<Past> past = new ArrayList<>();
    private int frames;
    private long items;
    private Section section = Section.HEAD;
    private String lastKey = "";

    private State head = State.empty();
    private Retries retries = Retries.NONE;
    private long oldest;

    private SnapshotReader(InputStream in) {
        this.in = in;
    }

    /** A change of which it remains to be seen what came of it. */
    private record Past(KvChange change, boolean deleted, long expiresAt) {}

    /**
     * Reads to the end of the state; what follows it in the stream is left there.
     *
     * @throws IOException with a sentence, also for what is no whole and undamaged state
     */
    public static State read(InputStream in) throws IOException {
        try {
            return new SnapshotReader(in).all();
        } catch (IllegalArgumentException e) {
            throw new IOException("The snapshot of the key-value store is damaged: " + e.getMessage(), e);
        }
    }

    private State all() throws IOException {
        if (ByteBuffer.wrap(exactly(Long.BYTES)).getLong() != SnapshotWriter.MAGIC) {
            throw new IllegalArgumentException("it is none that this version can read");
        }
        do {
            frame();
        } while (section != Section.END);
        return new State(
                head.logId(),
                head.batches(),
                head.millis(),
                head.index(),
                draft.keys,
                draft.sessions,
                draft.locks,
                draft.deadlines,
                retries,
                History.since(oldest).with(changes()),
                draft.conflicts,
                draft.catalog,
                draft.documents,
                draft.queries);
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IllegalArgumentException("it ends early");
        }
        return bytes;
    }

    private void frame() throws IOException {
        var prefix = ByteBuffer.wrap(exactly(SnapshotWriter.PREFIX));
        var length = prefix.getInt();
        var checksum = prefix.getInt();
        var next = Section.of(prefix.get());
        if (length < 1 || length > MOST || next == null) {
            throw new IllegalArgumentException("a frame that cannot be");
        }
        var body = exactly(length);
        if (checksum != SnapshotWriter.checksum(frames, next, body)) {
            throw new IllegalArgumentException("the checksum of a frame does not hold");
        }
        if (next.compareTo(section) < 0 || (next == Section.HEAD) != (frames == 0)) {
            throw new IllegalArgumentException("frames out of order");
        }
        if (next != section) {
            lastKey = "";
        }
        section = next;
        frames++;
        var bytes = new WireReader(body);
        var count = bytes.count();
        for (var i = 0; i < count; i++) {
            item(bytes);
        }
        bytes.end();
        items += count;
    }

    private void item(WireReader bytes) {
        switch (section) {
            case HEAD -> head(bytes);
            case KEYS -> draft.place(key(bytes), null, RecordCodec.entry(bytes));
            case SESSIONS -> draft.place(null, RecordCodec.session(bytes));
            case DELAYS -> draft.locks = draft.locks.delaying(key(bytes), bytes.varint());
            case CLIENTS -> retries = retries.with(RecordCodec.client(bytes));
            case CONFLICTS -> draft.conflicts = draft.conflicts.with(RecordCodec.conflict(bytes));
            case SETTLED -> draft.conflicts = draft.conflicts.settling(key(bytes), RecordCodec.settled(bytes));
            case CHANGES -> past.add(change(bytes));
            case CATALOG -> draft.catalog = times(key(bytes), bytes.varint());
            case DOCUMENTS -> draft.documents = draft.documents.put(key(bytes), RecordCodec.document(bytes));
            case QUERIES -> draft.queries = draft.queries.with(RecordCodec.query(bytes));
            case END -> {
                if (bytes.varint() != items) {
                    throw bytes.corrupt("another number of items than there was");
                }
            }
        }
    }

    /** Keys come in their order, each once. */
    private String key(WireReader bytes) {
        var key = bytes.text();
        if (!lastKey.isEmpty() && lastKey.compareTo(key) >= 0) {
            throw bytes.corrupt("a key out of order");
        }
        lastKey = key;
        return key;
    }

    private void head(WireReader bytes) {
        var logId = bytes.text();
        var empty = State.empty();
        head = new State(
                logId,
                bytes.varint(),
                bytes.varint(),
                bytes.varint(),
                empty.keys(),
                empty.sessions(),
                empty.locks(),
                empty.deadlines(),
                empty.retries(),
                empty.history(),
                empty.conflicts(),
                empty.catalog(),
                empty.documents(),
                empty.preparedQueries());
        retries = new Retries(retries.clients(), bytes.varint(), bytes.varint());
        oldest = bytes.varint();
    }

    private CatalogTimes times(String node, long batch) {
        var nodes = draft.catalog.nodes();
        return node.isEmpty()
                ? new CatalogTimes(nodes, batch)
                : new CatalogTimes(nodes.put(node, batch), draft.catalog.floor());
    }

    private static Past change(WireReader bytes) {
        var key = bytes.text();
        var before = bytes.bool() ? RecordCodec.entry(bytes) : null;
        var deleted = !bytes.bool();
        var expiresAt = deleted ? 0 : bytes.varint();
        var index = bytes.varint();
        var kind = Fields.constant(bytes, KvChange.Kind.values());
        var change = new KvChange(
                key, before, null, index, kind, bytes.varint(), bytes.text().intern());
        return new Past(change, deleted, expiresAt);
    }

    /** The changes with what came of them: what the next change of the key found, or what it is now. */
    private List<KvChange> changes() {
        var found = new HashMap<String, Optional<Entry>>();
        var changes = new ArrayList<KvChange>(past.size());
        for (var each : past.reversed()) {
            var key = each.change.key();
            var after = found.getOrDefault(key, Optional.ofNullable(draft.entry(key)));
            if (after.isPresent() == each.deleted) {
                throw new IllegalArgumentException("changes that do not lead to what is there");
            }
            changes.add(whole(each, after.orElse(null)));
            found.put(key, Optional.ofNullable(each.change.before()));
        }
        return changes.reversed();
    }

    private static KvChange whole(Past past, @Nullable Entry next) {
        var change = past.change;
        var after = next == null || next.expiresAt() == past.expiresAt ? next : next.expiring(past.expiresAt);
        return new KvChange(
                change.key(), change.before(), after, change.index(), change.kind(), change.millis(), change.by());
    }
}
