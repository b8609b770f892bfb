package engine.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks into {@code /proc} for a process, by the number in a file or by its name. Zombies do not count. */
final class ProcessProbe extends Conversation {

    private static final Path PROC = Path.of("/proc");
    private static final int MOST_SHOWN = 10;

    private final CheckSpec.OsProcess target;

    ProcessProbe(CheckSpec.OsProcess target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
    }

    @Override
    public Result late() {
        return critical("the processes could not be read within " + Output.ofDuration(timeout()));
    }

    @Override
    Result failed(IOException failure) {
        return critical(failure.getMessage());
    }

    @Override
    Result talk(Opened opened) throws IOException {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return critical("there is no /proc on this machine, in which a process check looks");
        }
        return target.pidFile().isEmpty() ? byName() : byFile();
    }

    private Result byFile() throws IOException {
        var pid = pid();
        var process = Proc.of(PROC.resolve(pid));
        var shown = "process " + pid + " of " + target.pidFile();
        if (process.isEmpty()) {
            return critical(shown + " does not run");
        }
        if (process.get().isZombie()) {
            return critical(shown + " has ended and is a zombie");
        }
        if (!target.name().isEmpty() && !process.get().isNamed(target.name())) {
            return critical("%s is %s, not %s".formatted(shown, process.get().shownName(), target.name()));
        }
        return new Result(Status.PASSING, shown + " runs");
    }

    private Result byName() throws IOException {
        var pids = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var entry : entries) {
                Proc.of(entry)
                        .filter(process -> !process.isZombie() && process.isNamed(target.name()))
                        .ifPresent(_ -> pids.add(entry.getFileName().toString()));
            }
        }
        return pids.isEmpty()
                ? critical("no process " + target.name() + " runs")
                : new Result(Status.PASSING, "process " + target.name() + " runs: " + shown(pids));
    }

    private static String shown(List<String> pids) {
        var first = pids.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return pids.size() > MOST_SHOWN ? first + " and " + (pids.size() - MOST_SHOWN) + " more" : first;
    }

    private String pid() throws IOException {
        try (var in = Files.newInputStream(Path.of(target.pidFile()))) {
            var text = new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip();
            if (!text.matches("[1-9][0-9]{0,9}")) {
                throw new IOException(target.pidFile() + " holds no number of a process");
            }
            return text;
        } catch (NoSuchFileException | InvalidPathException _) {
            throw new IOException("there is no file " + target.pidFile());
        } catch (AccessDeniedException _) {
            throw new IOException(target.pidFile() + " may not be read");
        }
    }

    private static Result critical(@Nullable String reason) {
        return new Result(Status.CRITICAL, String.valueOf(reason));
    }
}
