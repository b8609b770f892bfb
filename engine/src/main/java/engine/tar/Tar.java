package engine.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The little of tar archives (POSIX.1-1988, ustar) that is needed here: plain files with short names, for their owner alone. */
public final class Tar {
    /** All sizes are rounded up to this. */
    public static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int MODIFIED_AT = 136;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;

    /** Eleven octal digits. */
    private static final long MAX_SIZE = (1L << 33) - 1;

    private Tar() {}

    /**
     * A file in an archive.
     *
     * @param name at most 100 bytes, {@code /} between its parts
     * @param size bytes, at most 8 GiB
     * @param modified seconds since 1970
     */
    public record Entry(String name, long size, long modified) {
        public Entry {
            if (name.length() > NAME_BYTES || size > MAX_SIZE) {
                throw new IllegalArgumentException("a file in a tar archive has a name of at most " + NAME_BYTES
                        + " characters and " + MAX_SIZE + " bytes");
            }
        }
    }

    /** What stands before a file. */
    public static byte[] header(Entry entry) {
        var header = ByteBuffer.allocate(BLOCK);
        put(header, 0, entry.name());
        put(header, NAME_BYTES, "0000600\0" + "0000000\0" + "0000000\0");
        put(header, SIZE_AT, octal(entry.size()));
        put(header, MODIFIED_AT, octal(entry.modified()));
        put(header, CHECKSUM_AT, " ".repeat(CHECKSUM_BYTES) + "0");
        put(header, 257, "ustar\0" + "00");
        put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum(header.array())));
        return header.array();
    }

    /** What stands behind a file of that size. */
    public static byte[] padding(long size) {
        return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
    }

    /** What stands at the end. */
    public static byte[] end() {
        return new byte[2 * BLOCK];
    }

    /**
     * The next file; its contents follow in the stream. Empty at the end.
     *
     * @throws IOException for what is no tar archive
     */
    public static Optional<Entry> next(InputStream in) throws IOException {
        var header = in.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            throw new EOFException();
        }
        if (Arrays.equals(header, new byte[BLOCK])) {
            return Optional.empty();
        }
        var written = octal(header, CHECKSUM_AT, CHECKSUM_BYTES);
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
        if (written != sum(header)) {
            throw new IOException("the checksum of a header does not hold");
        }
        return Optional.of(new Entry(
                text(header, 0, NAME_BYTES),
                octal(header, SIZE_AT, SIZE_BYTES),
                octal(header, MODIFIED_AT, SIZE_BYTES)));
    }

    private static String octal(long number) {
        return String.format(Locale.ROOT, "%011o\0", number);
    }

    private static void put(ByteBuffer header, int at, String text) {
        header.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int sum(byte[] header) {
        var sum = 0;
        for (var b : header) {
            sum += b & 0xff;
        }
        return sum;
    }

    private static String text(byte[] header, int at, int length) {
        var text = new String(header, at, length, StandardCharsets.ISO_8859_1);
        var end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long octal(byte[] header, int at, int length) throws IOException {
        var number = -1L;
        try {
            number = Long.parseLong(text(header, at, length).strip(), 8);
        } catch (NumberFormatException _) {
            // said below
        }
        if (number < 0 || number > MAX_SIZE) {
            throw new IOException("a number in a header is none");
        }
        return number;
    }
}
