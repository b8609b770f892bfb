package engine.snapshot;

import engine.state.Snapshot;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Archives of the whole state, as files and streams. All of it may block: never on a dispatcher. */
public final class SnapshotFile {
    private static final int READ_BUFFER = 1 << 18;

    private SnapshotFile() {}

    /** An archive that was read and verified whole. */
    public record Archive(Header header, List<Saved> entries) {}

    /** Writes all of {@code state}; the stream stays open. Takes memory for one block, about a megabyte. */
    public static void write(Snapshot state, Facts facts, OutputStream out) throws IOException {
        try (var writer = new BundleWriter(state, facts, out)) {
            var more = true;
            while (more) {
                more = writer.writeNext();
            }
        }
    }

    /** Writes the archive bare. */
    static void writeArchive(Snapshot state, Facts facts, OutputStream out) throws IOException {
        try (var writer = new ArchiveWriter(state, facts, out)) {
            var more = true;
            while (more) {
                more = writer.writeNext();
            }
        }
    }

    /**
     * Everything in an archive, in memory; the stream is read to its end and closed.
     *
     * @throws SnapshotException with a sentence when it is not whole, or no archive
     */
    public static Archive read(InputStream in) throws IOException {
        try (var reader = ArchiveReader.open(in)) {
            var entries = new ArrayList<Saved>();
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
            return new Archive(reader.header(), entries);
        }
    }

    /**
     * What an archive holds; reads and verifies all of it.
     *
     * @throws SnapshotException with a sentence when it is not whole, or no archive
     */
    public static Inspection inspect(Path file) throws IOException {
        try (var reader = open(file)) {
            var more = true;
            while (more) {
                more = reader.next() != null;
            }
            var header = reader.header();
            var facts = header.facts();
            return new Inspection(
                    facts.id(),
                    Files.size(file),
                    header.index(),
                    facts.created(),
                    facts.node(),
                    facts.datacenter(),
                    facts.version(),
                    header.counts(),
                    reader.bytes());
        }
    }

    static ArchiveReader open(Path file) throws IOException {
        return ArchiveReader.open(new BufferedInputStream(Files.newInputStream(file), READ_BUFFER));
    }
}
