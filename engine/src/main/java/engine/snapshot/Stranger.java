package engine.snapshot;

import engine.snapshot.SnapshotException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Says what a file is that is no archive of a form that this version knows. */
final class Stranger {
    private static final int ENOUGH = 512;
    /** The first file of the tar archive that a snapshot of Consul is. */
    private static final String CONSUL = "meta.json\0";

    private Stranger() {}

    /**
     * @param start the first bytes, as many as the magic has, fewer where the file ends
     * @param rest what follows them
     */
    static SnapshotException refusal(byte[] start, InputStream rest) throws IOException {
        return new SnapshotException(Reason.ARCHIVE, sentence(start, rest));
    }

    private static String sentence(byte[] start, InputStream rest) throws IOException {
        var text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            return "The archive is empty.";
        }
        if (text.length() < Format.MAGIC_BYTES && (Format.MAGIC + Format.VERSION).startsWith(text)) {
            return "The archive ends after " + text.length()
                    + " bytes: it was not written or copied whole. Take another copy of it, or an older archive.";
        }
        if (text.startsWith(Format.MAGIC)) {
            return "The archive has the form " + printable(text.charAt(Format.MAGIC.length()))
                    + ", this version reads form " + Format.VERSION
                    + ": a newer version of engine wrote it, or it is damaged. Use that version.";
        }
        if (text.startsWith("engineS") || text.startsWith("engineL")) {
            return "This is a file out of an agent's data-dir, not an archive. Archives are made by 'engine snapshot save'.";
        }
        if (text.startsWith("\u001f\u008b")
                && isOfConsul(new SequenceInputStream(new ByteArrayInputStream(start), rest))) {
            return "This is a snapshot of Consul, which engine does not read: only what engine saved can be restored.";
        }
        return "This is no snapshot archive of engine: it does not begin as one.";
    }

    private static boolean isOfConsul(InputStream file) {
        try {
            var tar = new GZIPInputStream(file).readNBytes(ENOUGH);
            return new String(tar, StandardCharsets.ISO_8859_1).startsWith(CONSUL);
        } catch (IOException _) {
            return false;
        }
    }

    private static String printable(char c) {
        return c > ' ' && c < 0x7f ? "'" + c + "'" : "0x" + Integer.toHexString(c);
    }
}
