package engine.cluster;

import engine.durable.SafeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.ObjectWriteContext;

/** {@code servers.json} in the data directory: the servers of the cluster, and whether this one has left it on purpose. */
public final class KnownServersFile {
    private static final String NAME = "servers.json";

    private final Path file;

    public KnownServersFile(Path dataDir) {
        this.file = dataDir.resolve(NAME);
    }

    /**
     * What was kept; none when nothing was, or when this server left and is not to come back by itself.
     *
     * @throws IOException with a sentence when the file cannot be read or understood
     */
    public KnownServers read(boolean rejoinAfterLeave) throws IOException {
        if (!Files.exists(file)) {
            return KnownServers.NONE;
        }
        try {
            var in = JsonText.of(Files.readAllBytes(file), ServerReportJson.MAX_BYTES);
            return in.flag("left") && !rejoinAfterLeave ? KnownServers.NONE : ServerReportJson.known(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be understood: " + e.getMessage()
                    + ". Remove it to have this server join a cluster as a new one.");
        }
    }

    /** Writes it; returns when it is on disk. Not for a dispatcher. */
    public void write(KnownServers known, boolean left) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeBooleanProperty("left", left);
            ServerReportJson.write(out, known);
            out.writeEndObject();
        }
        SafeFile.write(file, bytes.toString(StandardCharsets.UTF_8) + "\n");
    }
}
