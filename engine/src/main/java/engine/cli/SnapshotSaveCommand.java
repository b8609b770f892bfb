package engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Saves the state of the cluster to a file. */
final class SnapshotSaveCommand implements Command {
    /** Longest silence of the agent. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public Syntax syntax() {
        return Syntax.of("snapshot save", "Saves the whole state of the cluster to a file, which is verified.")
                .operands("FILE", 1)
                .with(Syntax.DATACENTER, Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example("snapshot save backup.snap");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        return save(Wiring.snapshots(), arguments, shell);
    }

    /** The file is there whole or not at all; who may not read keys may not read it, so it is its owner's alone. */
    static int save(SnapshotReader snapshots, Arguments arguments, Shell shell) throws IOException {
        var file = SnapshotFiles.operand(arguments, "save").toAbsolutePath();
        var directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
            throw new Failure("'" + file + "' cannot be written: name a file in a directory that is there.");
        }
        var api = Api.of(arguments, shell);
        var part = temporary(directory);
        try {
            receive(api, Target.of("/v1/snapshot").where(arguments), part, shell);
            var saved = SnapshotFiles.read(snapshots, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
            shell.line("Saved and verified snapshot to index " + saved.index());
        } finally {
            Files.deleteIfExists(part);
        }
        return 0;
    }

    private static Path temporary(Path directory) {
        try {
            return Files.createTempFile(directory, ".snapshot-", ".part");
        } catch (IOException e) {
            throw new Failure("no file can be written in '" + directory + "': " + e.getMessage() + ".");
        }
    }

    private static void receive(Api api, Target target, Path part, Shell shell) throws IOException {
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            var progress = new Progress(shell.err(), "received", System::nanoTime);
            api.download(target, Channels.newOutputStream(channel), progress, PATIENCE);
            channel.force(true);
        } catch (UncheckedIOException e) {
            throw new Failure("the snapshot cannot be written: " + e.getMessage() + ".");
        }
    }

    /** So that the file's name too is there after a power loss. */
    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
