package engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import engine.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A little of {@link HttpFuzz} with every build; it prints the seed of what failed. */
@Timeout(120)
final class HttpFuzzTest {
    private static final int REQUESTS = 4_000;

    @Test
    void whateverIsSentIsAnsweredWithoutAnInternalError(@TempDir Path dir) throws Exception {
        try (var server = new TestCluster(dir, 1, 0)) {
            server.startAll();
            server.leader();
            var fuzz = new HttpFuzz(server.http("s1"), REQUESTS, System.nanoTime());
            assertThat(fuzz.run()).isEmpty();
            assertThat(fuzz.statuses()).containsKeys(200, 400, 404, 405);
            assertThat(server.leader()).isNotEmpty();
        }
    }
}
