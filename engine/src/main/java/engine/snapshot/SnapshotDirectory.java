package engine.snapshot;

import engine.durable.SafeFile;
import engine.state.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a server's automatic snapshots. Touches only files that have their names. May block. */
final class SnapshotDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectory.class);

    private final Path dir;
    private final int retain;

    SnapshotDirectory(Path dir, int retain) {
        this.dir = dir;
        this.retain = retain;
    }

    /** The newest one. */
    Optional<SnapshotName> newest() throws IOException {
        return Files.isDirectory(dir) ? names().stream().max(SnapshotName::compareTo) : Optional.empty();
    }

    /** Writes a snapshot, then deletes the oldest beyond those retained, and what an earlier process left unfinished. */
    SnapshotName write(Snapshot state, Facts facts) throws IOException {
        makeOwnersAlone();
        for (var file : files()) {
            if (file.endsWith(SafeFile.UNFINISHED)
                    && SnapshotName.parse(file.substring(0, file.length() - SafeFile.UNFINISHED.length()))
                            .isPresent()) {
                Files.deleteIfExists(dir.resolve(file));
            }
        }
        var name = new SnapshotName(facts.created(), state.index());
        SafeFile.write(dir.resolve(name.file()), out -> SnapshotFile.write(state, facts, out));
        for (var old : SnapshotName.beyond(retain, names())) {
            // A clock that was set back makes the latest look old.
            if (!old.equals(name)) {
                forget(old);
            }
        }
        return name;
    }

    /** Values in snapshots are secrets: nobody else may look into a directory that is made here. */
    private void makeOwnersAlone() throws IOException {
        if (!Files.isDirectory(dir)) {
            Files.createDirectories(dir);
            if (Files.getFileStore(dir).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    /** The snapshot is there all the same: what cannot be deleted is tried again the next time. */
    private void forget(SnapshotName old) {
        try {
            Files.deleteIfExists(dir.resolve(old.file()));
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", dir.resolve(old.file()), e.getMessage());
        }
    }

    private List<SnapshotName> names() throws IOException {
        return files().stream()
                .map(SnapshotName::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
