package engine.cli;

import java.io.IOException;
import java.nio.file.Path;

/** What the command line needs of snapshot files: to look into one. */
@FunctionalInterface
interface SnapshotReader {

    /**
     * Reads all of a file and verifies it.
     *
     * @throws RuntimeException with a sentence for a person as its message, when it is no whole snapshot
     */
    SnapshotSummary read(Path file) throws IOException;
}
