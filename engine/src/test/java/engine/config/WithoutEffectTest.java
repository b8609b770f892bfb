package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that change nothing say so, once each, where they stand. */
class WithoutEffectTest {

    @TempDir
    Path directory = Path.of("");

    private List<String> warnings(String name, String text) {
        var given = new Given(directory).file(name, text);
        return given.load(name).warnings().stream().map(given::here).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server = false, retry-join = [a], start-join = [b], retry-interval = 1s, rejoin-after-leave = true",
                "server = true, bootstrap = true",
                "server = true, bootstrap-expect = 1",
                "server = true, bootstrap-expect = 3",
                "leave-on-terminate = true, skip-leave-on-interrupt = true, reconnect-timeout = 8h, retry-max = 3, session-ttl-min = 2s",
                "limits { http-max-conns-per-client = 9, txn-max-req-len = 1 MiB, txn-max-ops = 64 }",
                "ports { serf-lan = 7, server = 8 }"
            })
    void notOfWhatIsSo(String text) {
        assertThat(warnings("a.conf", text)).isEmpty();
    }

    @Test
    void butAMeasuredServerStarts() {
        var given = new Given(directory).file("c.json", """
                {"server":true,"bootstrap_expect":1,"performance":{"raft_multiplier":1},
                 "limits":{"http_max_conns_per_client":10000,"rpc_max_conns_per_client":10000}}
                """);
        var loaded = given.load("c.json");

        assertThat(loaded.settings().bootstrapExpect()).isEqualTo(1);
        assertThat(loaded.warnings().stream().map(given::here))
                .containsExactly(
                        "c.json:1: performance has no counterpart here and no effect",
                        "c.json:2: limits.rpc_max_conns_per_client has no counterpart here and no effect");
    }
}
