package engine;

import engine.config.ConfigException;
import engine.durable.SafeFile;
import engine.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes this node's index go on from where it may have been before a restart: the file holds a bound that the index has
 * not reached, and each start takes that bound as its first index and writes a greater one.
 */
final class IndexFile {
    private static final String FILE = "index";
    /** More changes than one run of an agent sees: 2^36, and 100,000 restarts stay below 2^53, exact in JSON. */
    private static final long RUN = 1L << 36;

    private IndexFile() {}

    /** The index from which this run goes on. */
    static long next(Path dataDir) {
        var file = dataDir.resolve(FILE);
        try {
            var first =
                    Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 1;
            SafeFile.write(file, (first + RUN) + "\n");
            return first;
        } catch (NumberFormatException _) {
            throw new ConfigException(file + ": not a number. Remove the file to start the index anew.");
        } catch (IOException e) {
            throw new ConfigException("the index cannot be kept: " + Reason.of(e)
                    + ". The data directory must be readable and writable.");
        }
    }
}
