package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.spi.ToolProvider;

/** A wall clock that goes wrong, for nodes that run in a JVM. */
final class WrongClock {
    private final Path jar;
    private final Path file;

    /** Builds the Java agent from its source, into a directory; the clock goes right at first. */
    WrongClock(Path source, Path dir) {
        try {
            var classes = Files.createDirectories(dir.resolve("skew"));
            jar = dir.resolve("skew.jar");
            file = dir.resolve("skew.millis");
            set(Duration.ZERO);
            var manifest = Files.writeString(
                    dir.resolve("skew.mf"),
                    "Premain-Class: skew.Skew\nCan-Retransform-Classes: true\nBoot-Class-Path: skew.jar\n");
            tool("javac", "-d", classes.toString(), source.toString());
            tool("jar", "--create", "--file", jar.toString(), "--manifest", manifest.toString(), "-C", classes.toString(), ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tool(String name, String... arguments) {
        var tool = ToolProvider.findFirst(name).orElseThrow(() -> new Failure("there is no " + name + " in this JDK"));
        if (tool.run(System.out, System.err, arguments) != 0) {
            throw new Failure(name + " failed");
        }
    }

    /** What a JVM with this clock is started with. */
    String javaOptions() {
        return "-javaagent:" + jar + "=" + file;
    }

    /** By how much the clock is ahead, from 100 ms after this on. */
    void set(Duration ahead) {
        try {
            Files.writeString(file, Long.toString(ahead.toMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
