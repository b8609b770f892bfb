package engine.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The form of an archive: 8 bytes of magic, the last of them the version of the form; then blocks; then SHA-256 of all
 * before it. A block is the length of its contents (4), their length as compressed (4), CRC32C of these two and of the
 * compressed contents (4), the compressed contents (RFC 1951). Numbers are big-endian. The first block is the header, the
 * last one is empty, each between them is some whole records: length (4), a byte that is 1 for an entry of an agent's node,
 * the entry. Blocks are compressed each by itself, so that a damaged one is told by its place.
 */
final class Format {
    static final String MAGIC = "engineA";
    static final char VERSION = '1';
    static final int MAGIC_BYTES = MAGIC.length() + 1;
    static final int BLOCK_PREFIX = 12;
    static final int DIGEST_BYTES = 32;
    /** A block is closed once it is this large. */
    static final int BLOCK = 1 << 18;
    /** More than any block, which is at most this size and one entry; what claims to be longer is garbage. */
    static final int MAX_BLOCK = 1 << 26;

    private Format() {}

    static byte[] magic() {
        return (MAGIC + VERSION).getBytes(StandardCharsets.US_ASCII);
    }

    static ByteBuffer prefix(int length, byte[] compressed, int compressedLength) {
        return ByteBuffer.allocate(BLOCK_PREFIX)
                .putInt(length)
                .putInt(compressedLength)
                .putInt(checksum(length, compressed, compressedLength))
                .flip();
    }

    static int checksum(int length, byte[] compressed, int compressedLength) {
        var crc = new CRC32C();
        crc.update(
                ByteBuffer.allocate(8).putInt(length).putInt(compressedLength).flip());
        crc.update(compressed, 0, compressedLength);
        return (int) crc.getValue();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
