package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line, as somebody calls it who is on no node: it asks one over the network. */
record Cli(Path program, Node asked) {
    /** How a call ended. */
    record Ended(int exit, String output, long nanos) {}

    Ended run(String... words) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        command.add("--http-addr=" + asked.address() + ":" + Program.HTTP_PORT);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        Program.clean(builder.environment());
        var began = System.nanoTime();
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Ended(process.waitFor(), output, System.nanoTime() - began);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
