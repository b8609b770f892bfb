package engine.snapshot;

import engine.state.Key;
import engine.state.Live;
import engine.state.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.zip.Deflater;

/** Writes an archive block by block; holds one block at a time, whatever the size of the state. */
final class ArchiveWriter implements Closeable {
    private final Iterator<Live> entries;
    private final Predicate<Key> ofAgent;
    private final DigestOutputStream out;
    private final Header header;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(Format.BLOCK * 2);
    private byte[] compressed = new byte[Format.BLOCK];
    private boolean begun;
    private boolean finished;

    ArchiveWriter(Snapshot state, Facts facts, OutputStream out) {
        this.entries = state.live();
        this.ofAgent = Agents.in(state);
        this.out = new DigestOutputStream(out, Format.digest());
        this.header = new Header(facts, state.index(), count(state).toMap());
    }

    private static Counts count(Snapshot state) {
        var counts = new Counts();
        state.live().forEachRemaining(live -> counts.add(Kind.of(live.key()), 1));
        return counts;
    }

    /** Writes the next part; false when that was the last one. */
    boolean writeNext() throws IOException {
        if (finished) {
            return false;
        }
        if (!begun) {
            begun = true;
            out.write(Format.magic());
            block.writeBytes(header.toBytes());
        } else {
            while (entries.hasNext() && block.size() < Format.BLOCK) {
                record(entries.next());
            }
        }
        finished = block.size() == 0;
        flush();
        if (finished) {
            out.on(false);
            out.write(out.getMessageDigest().digest());
            out.flush();
        }
        return !finished;
    }

    private void record(Live live) {
        var bytes = live.toBytes();
        block.writeBytes(ByteBuffer.allocate(5)
                .putInt(bytes.length + 1)
                .put((byte) (ofAgent.test(live.key()) ? 1 : 0))
                .array());
        block.writeBytes(bytes);
    }

    private void flush() throws IOException {
        deflater.reset();
        deflater.setInput(block.toByteArray());
        deflater.finish();
        var length = 0;
        while (block.size() > 0 && !deflater.finished()) {
            length += deflater.deflate(compressed, length, compressed.length - length);
            if (length == compressed.length) {
                compressed = Arrays.copyOf(compressed, compressed.length * 2);
            }
        }
        out.write(Format.prefix(block.size(), compressed, length).array());
        out.write(compressed, 0, length);
        block.reset();
    }

    /** Lets go of what compresses; the stream stays open. */
    @Override
    public void close() {
        deflater.end();
    }
}
