package engine;

import engine.config.ConfigException;
import engine.config.Settings;
import engine.durable.SafeFile;
import engine.text.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/** The UUID by which a node is known whatever its name: from configuration, or made once and kept in the data directory. */
final class NodeId {
    private static final String FILE = "node-id";

    private NodeId() {}

    static String of(Settings settings) {
        var given = settings.node().id();
        if (given.isPresent()) {
            return given.get().toLowerCase(Locale.ROOT);
        }
        var dir = settings.dataDir();
        return dir.isEmpty() ? make(settings) : kept(dir.get().resolve(FILE), settings);
    }

    private static String kept(Path file, Settings settings) {
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip()).toString();
            }
            var id = make(settings);
            SafeFile.write(file, id + "\n");
            return id;
        } catch (IllegalArgumentException _) {
            throw new ConfigException(file + ": not a UUID. Remove the file to get a new id, or set node-id.");
        } catch (IOException e) {
            throw new ConfigException("the node id cannot be kept: " + Reason.of(e)
                    + ". The data directory must be readable and writable.");
        }
    }

    /** From the machine's own id where that is wanted, so that a node comes back under its id even with its disk wiped. */
    private static String make(Settings settings) {
        if (settings.node().hostId()) {
            try {
                var machine = Files.readString(Path.of("/etc/machine-id")).strip();
                return UUID.nameUUIDFromBytes(("engine:" + machine).getBytes(StandardCharsets.UTF_8))
                        .toString();
            } catch (IOException _) {
                // No machine id here: any id will do.
            }
        }
        return UUID.randomUUID().toString();
    }
}
