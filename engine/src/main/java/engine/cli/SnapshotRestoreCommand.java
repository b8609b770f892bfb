package engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** Makes the state of the cluster that of a snapshot file. */
final class SnapshotRestoreCommand implements Command {
    /** A large state takes its time until all of it is on the disks of the servers. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Syntax syntax() {
        return Syntax.of("snapshot restore", "Makes the state of the cluster that of a snapshot file.")
                .operands("FILE", 1)
                .with(Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("snapshot restore backup.snap");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        return restore(Wiring.snapshots(), arguments, shell);
    }

    /** A file that is no whole snapshot is refused before the agent is asked. */
    static int restore(SnapshotReader snapshots, Arguments arguments, Shell shell) throws IOException {
        var file = SnapshotFiles.existing(arguments, "restore");
        var api = Api.of(arguments, shell);
        SnapshotFiles.read(snapshots, file);
        try (var in = Files.newInputStream(file)) {
            api.upload(
                    Target.of("/v1/snapshot").with("dc", arguments.value("datacenter")),
                    in,
                    Files.size(file),
                    new Progress(shell.err(), "sent", System::nanoTime),
                    PATIENCE);
        } catch (UncheckedIOException e) {
            throw new Failure("'" + file + "' cannot be read: " + e.getMessage() + ".");
        }
        shell.line("Restored snapshot");
        return 0;
    }
}
