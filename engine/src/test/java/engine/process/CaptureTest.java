package engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import engine.process.Processes.Ended;
import engine.process.Processes.Leftovers;
import engine.process.Processes.Printed;
import engine.process.Processes.Program;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CaptureTest {
    private final Processes processes = new Processes();
    private final LinkedBlockingQueue<Printed> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void endAll() {
        processes.close();
    }

    private CompletableFuture<Ended> start(String script, int limit) {
        return processes
                .run(
                        Program.of(List.of("/bin/sh", "-c", script), Map.of()),
                        ByteString.emptyByteString(),
                        Duration.ofSeconds(50),
                        limit,
                        Leftovers.KEEP,
                        Optional.of(heard::add))
                .toCompletableFuture();
    }

    @Test
    void whatIsPrintedIsHeardBeforeTheProgramEnds(@TempDir Path dir) throws Exception {
        var ended = start("echo one; while [ ! -e %s/go ]; do sleep 0.05; done; echo two >&2".formatted(dir), 4_096);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new Printed("one\n", 0));
        assertThat(ended).isNotDone();

        Files.createFile(dir.resolve("go"));
        assertThat(ended.get().printed()).isEqualTo(new Printed("one\ntwo\n", 0));
    }

    @Test
    void itIsHeardAFewTimesASecondAtMostAndOnlyWhenThereIsMore() throws Exception {
        var start = System.nanoTime();
        start("for i in 1 2 3 4 5 6 7 8 9 10; do echo x; sleep 0.1; done; exec sleep 0.6", 4_096)
                .get();
        var intervals = (System.nanoTime() - start) / Capture.INTERVAL.toNanos();
        assertThat((long) heard.size()).isBetween(1L, intervals);
        assertThat(heard).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotKeptIsCounted() throws Exception {
        var ended = start("printf 123456789; printf '\\303\\244b'", 4).get();
        assertThat(ended.printed()).isEqualTo(new Printed("9äb", 8));
        var half = start("printf '12\\303'", 100).get();
        assertThat(half.printed()).isEqualTo(new Printed("12\uFFFD", 0));
    }

    @Property
    void textThatComesInPartsIsTheSameText(@ForAll @Size(max = 12) List<byte @Size(max = 6) []> parts) {
        var utf8 = new Utf8();
        var all = new ByteArrayOutputStream();
        var text = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
            text.writeBytes(utf8.next(part, part.length));
        }
        text.writeBytes(utf8.end());
        assertThat(text.toString(UTF_8)).isEqualTo(all.toString(UTF_8));
    }
}
