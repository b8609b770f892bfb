package engine;

import engine.config.ConfigException;
import engine.config.Settings;
import engine.text.Reason;
import java.io.IOException;
import java.nio.file.Files;

/** The directory in which an agent keeps what must survive it. */
final class DataDir {

    private DataDir() {}

    /** Makes it where it is missing. */
    static void prepare(Settings settings) {
        settings.dataDir().ifPresent(dir -> {
            try {
                Files.createDirectories(dir);
            } catch (IOException e) {
                throw new ConfigException("the data directory cannot be made: " + Reason.of(e));
            }
            if (!Files.isWritable(dir)) {
                throw new ConfigException("the data directory " + dir + " is not writable for this user");
            }
        });
    }
}
