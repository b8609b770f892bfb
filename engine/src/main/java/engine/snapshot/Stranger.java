package engine.snapshot;

import engine.snapshot.SnapshotException.Reason;
import java.nio.charset.StandardCharsets;

/** Says what a file is that is no archive of a form that this version knows. */
final class Stranger {
    private Stranger() {}

    /** @param start the first bytes, as many as the magic has, fewer where the file ends */
    static SnapshotException refusal(byte[] start) {
        return new SnapshotException(Reason.ARCHIVE, sentence(start));
    }

    private static String sentence(byte[] start) {
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
        return "This is no snapshot archive of engine: it does not begin as one.";
    }

    private static String printable(char c) {
        return c > ' ' && c < 0x7f ? "'" + c + "'" : "0x" + Integer.toHexString(c);
    }
}
