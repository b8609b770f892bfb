package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check that says the same in other words is no news: not to other nodes, and to nobody who waits. */
class OutputChangesTest {

    @Test
    @Timeout(120)
    void outputsAloneWakeNobodyAndAStatusDoes(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("engine.conf"), "check-update-interval = 5m");
        try (var running = new Running(file)) {
            var api = running.api();
            assertThat(api.put("/v1/agent/service/register", """
                            {"Name": "web", "Check": {"CheckID": "c", "TTL": "1h", "Status": "passing"}}""").status()).isEqualTo(200);
            assertThat(api.put("/v1/agent/check/pass/c?note=0", "").status()).isEqualTo(200);
            var before = api.get("/v1/health/service/web");
            var query = "/v1/health/service/web?wait=60s&index=" + before.index();
            var all = "/v1/health/state/any?wait=60s&index="
                    + api.get("/v1/health/state/any").index();
            var waiting = api.getLater(query);
            var others = api.getLater(all);

            for (var n = 1; n <= 100; n++) {
                assertThat(api.put("/v1/agent/check/pass/c?note=" + n, "").status())
                        .isEqualTo(200);
            }

            // The agent itself shows it at once; the catalog has neither another index nor another output.
            assertThat(api.get("/v1/agent/checks")
                            .json()
                            .path("c")
                            .path("Output")
                            .asString())
                    .isEqualTo("100");
            var after = api.get("/v1/health/service/web");
            assertThat(after.index()).isEqualTo(before.index());
            assertThat(after.body()).isEqualTo(before.body());
            assertThat(waiting).isNotDone();
            assertThat(others).isNotDone();

            assertThat(api.put("/v1/agent/check/fail/c?note=down", "").status()).isEqualTo(200);
            assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().body()).contains("down");
            assertThat(others.orTimeout(10, TimeUnit.SECONDS).join().body()).contains("down");
        }
    }
}
