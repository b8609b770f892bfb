package engine.snapshot;

import engine.state.Snapshot;
import engine.tar.Tar;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes an archive bundled as Consul's snapshots are, so that tools for those take it: a tar archive in a gzip file, with
 * {@code meta.json}, {@code state.bin}, which is the archive, and {@code SHA256SUMS}. The archive is made twice, since its size
 * stands before it; nothing is kept meanwhile.
 */
final class BundleWriter implements Closeable {
    static final String META = "meta.json";
    static final String STATE = "state.bin";
    static final String SUMS = "SHA256SUMS";

    private final Snapshot state;
    private final Facts facts;
    private final Stored out;
    private final ArchiveWriter archive;
    private final DigestOutputStream digest;
    private byte[] meta = {};
    private long size;
    private boolean begun;
    private boolean finished;

    BundleWriter(Snapshot state, Facts facts, OutputStream out) throws IOException {
        this.state = state;
        this.facts = facts;
        this.out = new Stored(out);
        this.digest = new DigestOutputStream(this.out, Format.digest());
        this.archive = new ArchiveWriter(state, facts, digest);
    }

    /** Writes the next part, the first of them after a look at all; false when that was the last one. */
    boolean writeNext() throws IOException {
        if (finished) {
            return false;
        }
        if (!begun) {
            begun = true;
            begin();
        } else if (!archive.writeNext()) {
            finished = true;
            end();
        }
        return !finished;
    }

    private void begin() throws IOException {
        var counted = new Counted();
        SnapshotFile.writeArchive(state, facts, counted);
        size = counted.bytes;
        meta = meta().getBytes(StandardCharsets.UTF_8);
        file(META, meta);
        out.write(Tar.header(new Tar.Entry(STATE, size, facts.created().getEpochSecond())));
    }

    private void end() throws IOException {
        out.write(Tar.padding(size));
        var sums = sum(Format.digest().digest(meta), META)
                + sum(digest.getMessageDigest().digest(), STATE);
        file(SUMS, sums.getBytes(StandardCharsets.US_ASCII));
        out.write(Tar.end());
        out.finish();
        out.flush();
    }

    private void file(String name, byte[] contents) throws IOException {
        out.write(
                Tar.header(new Tar.Entry(name, contents.length, facts.created().getEpochSecond())));
        out.write(contents);
        out.write(Tar.padding(contents.length));
    }

    private static String sum(byte[] digest, String name) {
        return HexFormat.of().formatHex(digest) + "  " + name + "\n";
    }

    /** What Consul's tools read of it, {@code raft.SnapshotMeta}. */
    private String meta() {
        return """
                {"Version":1,"ID":"%s","Index":%d,"Term":1,"Peers":null,"Configuration":{"Servers":[]},"ConfigurationIndex":0,"Size":%d}
                """.formatted(facts.id(), state.index(), size);
    }

    /** Lets go of what compresses; the stream stays open. */
    @Override
    public void close() {
        archive.close();
        out.end();
    }

    /** What is in it is compressed already. */
    private static final class Stored extends GZIPOutputStream {
        Stored(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.NO_COMPRESSION);
        }

        void end() {
            def.end();
        }
    }

    private static final class Counted extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            bytes += len;
        }
    }
}
