package engine.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** An archive in the form ustar (POSIX.1-1988), compressed. */
final class TarFile implements AutoCloseable {
    private static final int BLOCK = 512;
    /** Of a file's name; ours are short. */
    private static final int MAX_NAME = 100;

    private static final int CHECKSUM = 148;

    private final OutputStream out;

    TarFile(Path file) throws IOException {
        out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Adds a file under a name with {@code /} between its parts. */
    void add(String name, byte[] content) throws IOException {
        var head = new byte[BLOCK];
        if (name.length() > MAX_NAME) {
            throw new IOException("the name " + name + " is too long for an archive");
        }
        put(head, 0, name);
        put(head, 100, "0000600\0");
        put(head, 108, "0000000\0");
        put(head, 116, "0000000\0");
        put(head, 124, octal(content.length) + "\0");
        put(head, 136, octal(System.currentTimeMillis() / 1000) + "\0");
        put(head, CHECKSUM, "        ");
        put(head, 156, "0");
        put(head, 257, "ustar\00000");
        var sum = 0;
        for (var each : head) {
            sum += each & 0xff;
        }
        put(head, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(head);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static String octal(long number) {
        return String.format(Locale.ROOT, "%011o", number);
    }

    private static void put(byte[] head, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
