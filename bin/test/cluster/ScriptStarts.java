package cluster;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the scripts of events began: the first that a script does is to write the id of its event into a pipe, which its shell does
 * itself, so that nothing but the shell has to be started before.
 */
final class ScriptStarts implements AutoCloseable {
    private final Map<String, Map<String, Long>> began = new ConcurrentHashMap<>();
    private final Map<String, RandomAccessFile> pipes = new HashMap<>();

    /** Has a node that does not run yet tell of each event of a name. */
    void of(Node node, String event) {
        var pipe = node.home().resolve("starts");
        node.configure("starts.json", "{\"trigger\": {\"starts\": {\"on\": {\"event\": \"" + event + "\"}, \"queue\": \"serial\", "
                + "\"run\": [\"/bin/sh\", \"-c\", " + Json.quoted("echo $ENGINE_EVENT_ID > " + pipe) + "]}}}");
        Shell.run("mkfifo", pipe.toString());
        try {
            // For both, so that the pipe does not end with one who writes.
            var open = new RandomAccessFile(pipe.toFile(), "rw");
            pipes.put(node.name(), open);
            var times = began.computeIfAbsent(node.name(), _ -> new ConcurrentHashMap<>());
            Thread.ofPlatform().daemon().start(() -> read(open, times));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(RandomAccessFile pipe, Map<String, Long> times) {
        try (var lines = new BufferedReader(new InputStreamReader(new FileInputStream(pipe.getFD()), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                times.putIfAbsent(line, System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the script of an event began there, by {@link System#nanoTime}; waits until it has. */
    long await(Node node, String event, Duration within) {
        var times = began.get(node.name());
        var deadline = System.nanoTime() + within.toNanos();
        while (!times.containsKey(event)) {
            if (System.nanoTime() > deadline) {
                throw new Failure(node + " has not begun the script of " + event + " within " + within.toSeconds() + " s");
            }
            Pause.of(Duration.ofMillis(50));
        }
        return times.get(event);
    }

    @Override
    public void close() {
        for (var pipe : pipes.values()) {
            try {
                pipe.write('\n'); // whoever reads ends
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
