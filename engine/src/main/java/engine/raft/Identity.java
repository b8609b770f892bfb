package engine.raft;

import engine.durable.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this server is for the log, and which log it has: three small files beside it. {@code voter} is this server's id; {@code log}
 * the id of the log, once there is one; {@code founder} is there while this server is to form it.
 */
final class Identity {
    private final Path directory;
    private final VoterId self;
    private final String text;
    private volatile String log;
    private volatile boolean founder;

    private Identity(Path directory, VoterId self, String log, boolean founder) {
        this.directory = directory;
        this.self = self;
        this.text = self.toString();
        this.log = log;
        this.founder = founder;
    }

    /**
     * Reads it, or makes it where there is none.
     *
     * @throws IOException with a sentence
     */
    static Identity of(Path directory, String node) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve("voter");
        var text = read(file);
        VoterId self;
        if (text.isEmpty()) {
            self = VoterId.make(node);
            SafeFile.write(file, self + "\n");
        } else {
            try {
                self = VoterId.of(text);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
        if (!self.node().equals(node)) {
            throw new IOException(
                    "%s: the log belongs to node %s, not to %s. Set node-id back, or move the directory away:"
                                    .formatted(file, self.node(), node)
                            + " the server then gets the log anew from the others.");
        }
        return new Identity(
                directory, self, read(directory.resolve("log")), Files.exists(directory.resolve("founder")));
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    VoterId self() {
        return self;
    }

    String text() {
        return text;
    }

    /** Id of the log; empty while there is none. */
    String log() {
        return log;
    }

    /** Whether this server is to form the log. */
    boolean founder() {
        return founder;
    }

    /** This server is to form the log, also after a restart. */
    synchronized void toFound() throws IOException {
        if (log.isEmpty()) {
            SafeFile.write(directory.resolve("founder"), "");
            founder = true;
        }
    }

    /** Gives the log an id. */
    synchronized void make() throws IOException {
        if (log.isEmpty()) {
            adopt(UUID.randomUUID().toString());
        }
    }

    /** The log has been formed. */
    synchronized void founded() throws IOException {
        if (founder) {
            Files.deleteIfExists(directory.resolve("founder"));
            founder = false;
        }
    }

    /** This server's log is that one from now on. */
    synchronized void adopt(String id) throws IOException {
        SafeFile.write(directory.resolve("log"), id + "\n");
        log = id;
    }
}
