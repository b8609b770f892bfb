package engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the snapshot commands are given. */
final class SnapshotFiles {
    private SnapshotFiles() {}

    /** The one operand of {@code snapshot COMMAND}. */
    static Path operand(Arguments arguments, String command) {
        if (arguments.operands().isEmpty() || arguments.operands().getFirst().isEmpty()) {
            throw Failure.usage("name a file: `engine snapshot " + command + " FILE`.");
        }
        return Path.of(arguments.operands().getFirst());
    }

    /** As {@link #operand}, of a file that is there. */
    static Path existing(Arguments arguments, String command) {
        var file = operand(arguments, command);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Failure("there is no file '" + file + "' that can be read.");
        }
        return file;
    }

    /** What a file holds; a failure when it is no whole snapshot. */
    static SnapshotSummary read(SnapshotReader snapshots, Path file) throws IOException {
        try {
            return snapshots.read(file);
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            var sentence = e.getMessage();
            if (sentence == null) {
                throw e;
            }
            throw new Failure(sentence);
        }
    }
}
