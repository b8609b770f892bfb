package engine.snapshot;

import engine.snapshot.SnapshotException.Reason;
import engine.state.DocumentsView;
import engine.state.Key;
import engine.state.Live;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive entry by entry, with one block in memory. Only once {@link #next} has given null is the whole known to be
 * as it was written; whatever is wrong gives {@link SnapshotException}.
 */
final class ArchiveReader implements Closeable {
    private final DigestInputStream in;
    private final Inflater inflater = new Inflater(true);
    private final Header header;
    private final Counts counts = new Counts();
    private final Counts bytes = new Counts();
    private long offset;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockAt;
    private @Nullable Key last;
    private boolean verified;

    private ArchiveReader(InputStream in) throws IOException {
        this.in = new DigestInputStream(in, Format.digest());
        this.header = begin();
    }

    /** Reads as far as the header, of an archive that is bundled or bare; closes the stream where that fails. */
    static ArchiveReader open(InputStream in) throws IOException {
        try {
            return new ArchiveReader(Bundle.unwrapped(in));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** What the archive says of itself. */
    Header header() {
        return header;
    }

    /** Bytes by kind before compression, of what was read so far. */
    Map<Kind, Long> bytes() {
        return bytes.toMap();
    }

    /** The next entry, in the order of {@link Live#ORDER}; null after the last one, when all has been verified. */
    @Nullable
    Saved next() throws IOException {
        while (!block.hasRemaining()) {
            if (verified || !nextBlock()) {
                verified = true;
                return null;
            }
        }
        return record();
    }

    private Header begin() throws IOException {
        var magic = in.readNBytes(Format.MAGIC_BYTES);
        offset = magic.length;
        if (!Arrays.equals(magic, Format.magic())) {
            throw Stranger.refusal(magic);
        }
        if (!nextBlock()) {
            throw damaged("it has no header");
        }
        try {
            var read = Header.fromBytes(block.array());
            block = ByteBuffer.allocate(0);
            return read;
        } catch (IOException _) {
            throw damaged("its header cannot be read");
        }
    }

    /** False at the end, once all has been verified. */
    private boolean nextBlock() throws IOException {
        blockAt = offset;
        var prefix = ByteBuffer.wrap(bytes(Format.BLOCK_PREFIX));
        var length = prefix.getInt();
        var compressedLength = prefix.getInt();
        var checksum = prefix.getInt();
        if (length < 0 || length > Format.MAX_BLOCK || compressedLength < 0 || compressedLength > Format.MAX_BLOCK) {
            throw damaged("a block cannot have " + length + " bytes");
        }
        var compressed = bytes(compressedLength);
        if (checksum != Format.checksum(length, compressed, compressedLength)) {
            throw damaged("the checksum of a block does not hold");
        }
        if (length == 0) {
            end();
            return false;
        }
        block = ByteBuffer.wrap(inflated(compressed, length));
        return true;
    }

    private byte[] inflated(byte[] compressed, int length) {
        var contents = new byte[length];
        inflater.reset();
        inflater.setInput(compressed);
        try {
            var read = 0;
            while (read < length && !inflater.needsInput() && !inflater.finished()) {
                read += inflater.inflate(contents, read, length - read);
            }
            if (read < length || inflater.inflate(new byte[1]) > 0) {
                throw damaged("a block has another length than it says");
            }
        } catch (DataFormatException _) {
            throw damaged("a block cannot be decompressed");
        }
        return contents;
    }

    private Saved record() {
        if (block.remaining() < Integer.BYTES + 1) {
            throw damaged("a block ends inside an entry");
        }
        var length = block.getInt();
        if (length < 1 || length > block.remaining()) {
            throw damaged("an entry cannot have " + length + " bytes");
        }
        var flag = block.get();
        var entry = new byte[length - 1];
        block.get(entry);
        Live live;
        try {
            live = Live.fromBytes(entry);
        } catch (IllegalArgumentException e) {
            throw damaged("it has a " + e.getMessage());
        }
        if (flag < 0 || flag > 1 || isStrange(live.key())) {
            throw damaged("it has an entry of a form that this version does not know");
        }
        if (last != null && Live.ORDER.compare(last, live.key()) >= 0) {
            throw damaged("its entries are out of order");
        }
        last = live.key();
        var kind = Kind.of(live.key());
        counts.add(kind, 1);
        bytes.add(kind, entry.length);
        return new Saved(live, flag == 1, entry.length);
    }

    private static boolean isStrange(Key key) {
        return key instanceof Key.Member
                || key instanceof Key.Overlay
                || (key instanceof Key.Document(var name) && !name.startsWith(DocumentsView.QUERIES));
    }

    private void end() throws IOException {
        var expected = in.getMessageDigest().digest();
        in.on(false);
        var digest = bytes(Format.DIGEST_BYTES);
        if (!MessageDigest.isEqual(expected, digest)) {
            throw damaged("its SHA-256 does not hold");
        }
        if (!counts.toMap().equals(header.counts())) {
            throw damaged("it has not as many entries as its header says");
        }
        if (in.read() >= 0) {
            throw damaged("something follows its end");
        }
    }

    private byte[] bytes(int length) throws IOException {
        var read = in.readNBytes(length);
        offset += read.length;
        if (read.length < length) {
            throw new SnapshotException(
                    Reason.ARCHIVE,
                    "The archive ends after " + offset
                            + " bytes, before its end mark: it was not written or copied whole."
                            + " Take another copy of it, or an older archive.");
        }
        return read;
    }

    private SnapshotException damaged(String what) {
        return new SnapshotException(
                Reason.ARCHIVE,
                "The archive is damaged at byte " + blockAt + ": " + what
                        + ". Take another copy of it, or an older archive.");
    }

    /** Lets go of what decompresses, and closes what it reads. */
    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
