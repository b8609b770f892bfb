package engine.link;

import engine.durable.SafeFile;
import engine.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers that are known, and the file that keeps them, one a line: an agent finds its cluster again with it alone. */
final class KnownServers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownServers.class);
    private final Optional<Path> file;
    private final Executor blocking;
    private CompletionStage<Void> written = CompletableFuture.completedFuture(null);
    private List<HostPort> servers;

    /** @param blocking threads that may wait for a disk */
    KnownServers(Optional<Path> file, Executor blocking) {
        this.file = file;
        this.blocking = blocking;
        this.servers = file.map(KnownServers::read).orElse(List.of());
    }

    /** Nothing where the file is missing or cannot be read; lines that are no address are passed over. */
    private static List<HostPort> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .<HostPort>mapMulti((line, found) -> {
                                try {
                                    found.accept(HostPort.parse(line, -1));
                                } catch (IllegalArgumentException e) {
                                    LOG.warn("{}: {}", file, e.getMessage());
                                }
                            })
                            .toList()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("the servers known last cannot be read from {}: {}", file, Reason.of(e));
            return List.of();
        }
    }

    List<HostPort> list() {
        return servers;
    }

    /** The servers are these now; none is no news. They are kept by a thread that may block. */
    void learn(List<HostPort> now) {
        if (now.isEmpty() || now.equals(servers)) {
            return;
        }
        servers = now;
        var text = now.stream().map(server -> server + "\n").collect(Collectors.joining());
        file.ifPresent(path -> written = written.thenRunAsync(() -> write(path, text), blocking));
    }

    private static void write(Path file, String text) {
        try {
            SafeFile.write(file, text);
        } catch (IOException e) {
            LOG.warn("the servers cannot be kept in {}: {}", file, Reason.of(e));
        }
    }
}
