package cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a history is linearizable, by the checker of the tests of module engine ({@code engine.proposal.HistoryCheck}). */
record HistoryJudge(Path engine) {

    /** @param sources where these sources are */
    static HistoryJudge of(Path sources) {
        return new HistoryJudge(sources.resolve("../../../engine/target").normalize());
    }

    void judge(Path history) {
        var classes = engine.resolve("test-classes");
        if (!Files.exists(classes.resolve("engine/proposal/HistoryCheck.class"))) {
            throw new Failure("the history in " + history + " cannot be judged: " + classes + " lacks the checker (bin/engine build)");
        }
        var command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Xmx1500m",
                "-cp",
                classes + File.pathSeparator + engine.resolve("lib/*"),
                "engine.proposal.HistoryCheck",
                history.toString());
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            switch (process.waitFor()) {
                case 0 -> {}
                case 1 -> throw new Failure("the history in " + history + " is not linearizable: " + found);
                default -> throw new Failure("the history in " + history + " could not be judged: " + found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
