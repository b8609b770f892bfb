package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that change nothing say so, once each, where they stand. */
class WithoutEffectTest {

    private static final String ALONE =
            " has no effect in this version: each agent is the one server of its own cluster";

    @TempDir
    Path directory = Path.of("");

    private List<String> warnings(String name, String text) {
        var given = new Given(directory).file(name, text);
        return given.load(name).warnings().stream().map(given::here).toList();
    }

    @Test
    void ofAFileWithFileAndLine() {
        assertThat(warnings("a.conf", """
                server = false
                start-join = ["10.0.0.1"]
                retry-join = ["10.0.0.2"]
                retry-interval = 1s
                rejoin-after-leave = true
                limits {
                  http-max-conns-per-client = 10000
                  txn-max-req-len = 1 MiB
                }
                """))
                .containsExactly(
                        "a.conf:1: server = false" + ALONE,
                        "a.conf:2: start-join" + ALONE + " and joins no other",
                        "a.conf:3: retry-join" + ALONE + " and joins no other",
                        "a.conf:4: retry-interval" + ALONE + " and joins no other",
                        "a.conf:5: rejoin-after-leave" + ALONE + " and joins no other",
                        "a.conf:7: limits.http-max-conns-per-client has no effect in this version:"
                                + " connections are not counted by client",
                        "a.conf:8: limits.txn-max-req-len has no effect in this version: there are no transactions");
        assertThat(warnings("b.conf", "server = true\nbootstrap-expect = 3"))
                .containsExactly("b.conf:2: bootstrap-expect" + ALONE + ", which waits for no other");
    }

    @Test
    void ofTheCommandLine() {
        var flags = Map.of("data-dir", "/d", "server", "true", "bootstrap-expect", 3L, "retry-join", List.of("a", "b"));

        assertThat(Configuration.load(new Sources(List.of(), flags, false, ""), Given.BOX)
                        .warnings())
                .containsExactly(
                        "command line: bootstrap-expect" + ALONE + ", which waits for no other",
                        "command line: retry-join" + ALONE + " and joins no other");
    }

    @Test
    void onceForListsThatSeveralFilesAddTo() {
        var given = new Given(directory).file("a.conf", "retry-join = [a]").file("b.conf", "\nretry-join = [b]");

        assertThat(given.load().warnings().stream().map(given::here))
                .containsExactly("b.conf:2: retry-join" + ALONE + " and joins no other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server = true",
                "server = true, bootstrap = true",
                "server = true, bootstrap-expect = 1",
                "retry-join = [], rejoin-after-leave = false",
                "limits { http-max-conns-per-client = 0, txn-max-req-len = \"\" }",
                "ports { serf-lan = 7, server = 8 }"
            })
    void notOfWhatIsSo(String text) {
        assertThat(warnings("a.conf", text)).isEmpty();
    }

    @Test
    void ofWhatIsSetToItsDefault() {
        assertThat(warnings("a.conf", "limits.http-max-conns-per-client = 200")).hasSize(1);
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
                        "c.json:2: limits.rpc_max_conns_per_client has no counterpart here and no effect",
                        "c.json:2: limits.http-max-conns-per-client has no effect in this version:"
                                + " connections are not counted by client");
    }
}
