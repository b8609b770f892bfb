package cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What clients did and were told, written to a file as it happens, in the form that {@code engine.proposal.Histories} of the
 * tests reads: one call in a line, without an answer where nobody knows whether it was done.
 */
final class History implements AutoCloseable {
    private final Path file;
    private final BufferedWriter writer;
    private final long began = System.nanoTime();
    private long calls;
    private long unanswered;

    History(Path file) {
        this.file = file;
        try {
            writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    /** The time of a call's begin, or of its end. */
    long now() {
        return System.nanoTime() - began;
    }

    /** A call that was answered just now. */
    void answered(String client, long invoked, String request, String answer) {
        write("{\"client\":\"" + client + "\",\"invoked\":" + invoked + ",\"returned\":" + now() + ",\"request\":" + request + ",\"answer\":" + answer + "}", false);
    }

    /** One that may have been done at any time after its begin, or never. */
    void unanswered(String client, long invoked, String request) {
        write("{\"client\":\"" + client + "\",\"invoked\":" + invoked + ",\"request\":" + request + "}", true);
    }

    private synchronized void write(String line, boolean open) {
        calls++;
        unanswered += open ? 1 : 0;
        try {
            writer.write(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized long calls() {
        return calls;
    }

    synchronized long unanswered() {
        return unanswered;
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
