package engine;

import engine.config.ConfigException;
import engine.config.Settings;
import engine.durable.SafeFile;
import engine.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * So many servers count for a majority at least: {@code bootstrap-expect}, until an operator has given up those that are lost
 * for good, which is kept on disk.
 */
final class ServerFloor {
    private static final String FILE = "recovered-servers";

    private final Optional<Path> file;
    private volatile int servers;

    private ServerFloor(Optional<Path> file, int servers) {
        this.file = file;
        this.servers = servers;
    }

    /** @throws ConfigException with a sentence when the file cannot be read */
    static ServerFloor of(Settings settings) {
        var file = settings.dataDir().map(dir -> dir.resolve(FILE));
        try {
            var kept = file.isPresent() && Files.exists(file.get())
                    ? Integer.parseInt(Files.readString(file.get()).strip())
                    : settings.bootstrapExpect();
            return new ServerFloor(file, Math.min(kept, settings.bootstrapExpect()));
        } catch (NumberFormatException _) {
            throw new ConfigException(
                    file.orElseThrow() + ": not a number. Remove the file to count by bootstrap-expect.");
        } catch (IOException e) {
            throw new ConfigException("the number of servers cannot be read: " + Reason.of(e));
        }
    }

    int servers() {
        return servers;
    }

    /** From now on no more than {@code left} servers are counted on that do not show themselves. Waits for the disk. */
    void recovered(int left) throws IOException {
        if (left < servers) {
            servers = left;
            if (file.isPresent()) {
                SafeFile.write(file.get(), left + "\n");
            }
        }
    }
}
