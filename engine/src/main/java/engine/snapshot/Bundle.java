package engine.snapshot;

import engine.snapshot.SnapshotException.Reason;
import engine.tar.Tar;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The archive in a file that {@link BundleWriter} wrote, as a stream of its own; what is behind it is read and verified at its end. */
final class Bundle extends FilterInputStream {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    /** More than any file beside the archive has: what claims to be longer is garbage. */
    private static final int MOST_BESIDE = 1 << 20;

    private long left;
    private boolean atEnd;

    private Bundle(PushbackInputStream tar) throws IOException {
        super(tar);
        this.left = find();
        var start = tar.readNBytes((int) Math.min(Format.MAGIC.length(), left));
        tar.unread(start);
        if (!new String(start, StandardCharsets.ISO_8859_1).equals(Format.MAGIC)) {
            throw new SnapshotException(
                    Reason.ARCHIVE,
                    "This is a snapshot of Consul, which engine does not read: only what engine saved can be restored.");
        }
    }

    /** The archive in {@code in}, bundled or bare. */
    static InputStream unwrapped(InputStream in) throws IOException {
        var start = new PushbackInputStream(in, 2);
        var magic = start.readNBytes(2);
        start.unread(magic);
        if (magic.length < 2 || (((magic[0] & 0xff) << 8) | (magic[1] & 0xff)) != GZIP_MAGIC) {
            return start;
        }
        try {
            return new Bundle(new PushbackInputStream(new GZIPInputStream(start, BUFFER), Format.MAGIC.length()));
        } catch (EOFException _) {
            throw cut();
        } catch (IOException _) {
            throw Stranger.refusal(magic);
        }
    }

    private long find() throws IOException {
        for (var entry = Tar.next(in); entry.isPresent(); entry = Tar.next(in)) {
            if (entry.get().name().equals(BundleWriter.STATE)) {
                return entry.get().size();
            }
            var length = entry.get().size();
            if (length > MOST_BESIDE) {
                throw new IOException("a file beside the archive is too long");
            }
            in.skipNBytes(length + Tar.padding(length).length);
        }
        throw new IOException("no " + BundleWriter.STATE);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int off, int len) throws IOException {
        if (left == 0) {
            finish();
            return -1;
        }
        try {
            var read = in.read(bytes, off, (int) Math.min(len, left));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
            return read;
        } catch (EOFException _) {
            throw cut();
        } catch (ZipException e) {
            throw damaged(e);
        }
    }

    /** The end of the gzip file holds the checksum of all before it. */
    private void finish() throws IOException {
        if (atEnd) {
            return;
        }
        atEnd = true;
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException _) {
            throw cut();
        } catch (ZipException e) {
            throw damaged(e);
        }
    }

    private static SnapshotException cut() {
        return new SnapshotException(
                Reason.ARCHIVE,
                "The archive ends before its end mark: it was not written or copied whole."
                        + " Take another copy of it, or an older archive.");
    }

    private static SnapshotException damaged(ZipException e) {
        return new SnapshotException(
                Reason.ARCHIVE,
                "The archive is damaged: " + e.getMessage() + ". Take another copy of it, or an older archive.");
    }
}
