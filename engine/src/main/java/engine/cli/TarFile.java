package engine.cli;

import engine.tar.Tar;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A compressed tar archive that is written. */
final class TarFile implements AutoCloseable {
    private final OutputStream out;

    TarFile(Path file) throws IOException {
        out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Adds a file under a name with {@code /} between its parts. */
    void add(String name, byte[] content) throws IOException {
        out.write(Tar.header(new Tar.Entry(name, content.length, System.currentTimeMillis() / 1000)));
        out.write(content);
        out.write(Tar.padding(content.length));
    }

    @Override
    public void close() throws IOException {
        out.write(Tar.end());
        out.close();
    }
}
