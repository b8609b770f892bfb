package engine;

import engine.config.ConfigException;
import engine.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that tells a service manager the agent's process id; gone when the agent ends in order. */
record PidFile(Path path) implements AutoCloseable {

    static PidFile write(Path path) {
        try {
            Files.writeString(path, ProcessHandle.current().pid() + "\n");
            return new PidFile(path);
        } catch (IOException e) {
            throw new ConfigException("the pid file cannot be written: " + Reason.of(e));
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // The agent ends all the same; whoever reads the file sees that no such process runs.
        }
    }
}
