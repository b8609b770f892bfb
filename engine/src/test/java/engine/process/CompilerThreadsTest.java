package engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import engine.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CompilerThreadsTest {
    private static final String OPTIMIZING = "C2 CompilerThre";
    private static final String SERVING = "not a compiler";

    /** Whether the JVM of a test optimizes is not said: one of these has the name of a thread that does. */
    @Test
    void onlyTheThreadsThatOptimizeAreLowered() throws IOException {
        var end = new CountDownLatch(1);
        start(OPTIMIZING, end);
        start(SERVING, end);
        try {
            Await.until(
                    "both threads run",
                    () -> niceness(OPTIMIZING).isPresent() && niceness(SERVING).isPresent());
            var before = niceness(SERVING);

            CompilerThreads.giveWay();

            Await.until("the priority is lower", () -> niceness(OPTIMIZING).equals(Optional.of("10")));
            assertThat(niceness(SERVING)).isEqualTo(before);
        } finally {
            end.countDown();
        }
    }

    private static void start(String name, CountDownLatch end) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The nice value of a thread, the 19th field of what the kernel tells of it (proc(5)); empty when there is none. */
    private static Optional<String> niceness(String thread) throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (var task : tasks.toList()) {
                try {
                    if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                        var told = Files.readString(task.resolve("stat"));
                        return Optional.of(
                                told.substring(told.lastIndexOf(')') + 2).split(" ")[16]);
                    }
                } catch (IOException _) {
                    // Another thread that has ended meanwhile.
                }
            }
        }
        return Optional.empty();
    }
}
