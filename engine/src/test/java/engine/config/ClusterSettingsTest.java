package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an agent finds the others and stays with them. */
class ClusterSettingsTest {

    private static final String SECRET = "cg8StVXbQJ0gPvMd9o7yrg==";

    @TempDir
    Path directory = Path.of("");

    private Loaded load(String text) {
        return new Given(directory).file("x.conf", text).load("x.conf");
    }

    private Settings settings(String text) {
        return load(text).settings();
    }

    @Test
    void aClientAgentNeedsOneAddressAndNothingElse() {
        var settings = settings("retry-join = [\"10.0.0.1\"]");

        assertThat(settings.server()).isFalse();
        assertThat(settings.bootstrapExpect()).isZero();
        assertThat(settings.join())
                .isEqualTo(new Settings.Join(List.of(), List.of("10.0.0.1:8301"), Duration.ofSeconds(30), 0, false));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1:8301",
        "10.0.0.1:18301, 10.0.0.1:18301",
        "servers.example.com, servers.example.com:8301",
        "engine_1:7, engine_1:7",
        "' a ', a:8301",
        "'::1', '[::1]:8301'",
        "'[::1]', '[::1]:8301'",
        "'[fd00::1]:9', '[fd00::1]:9'",
    })
    void addressesToJoinAreHostsWithOrWithoutAPort(String written, String read) {
        assertThat(settings("retry-join = [\"" + written + "\"], start-join = \"" + written + "\"")
                        .join())
                .isEqualTo(new Settings.Join(List.of(read), List.of(read), Duration.ofSeconds(30), 0, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:",
                ":8301",
                "a:0",
                "a:65536",
                "a:x",
                "[::1",
                "::1]",
                "[10.0.0.1]:1",
                "[]:1",
                "1.2.3",
                "256.1.1.1",
                "http://a:1",
                "a/b",
                "-a",
                "::g",
                "{{ GetPrivateIP }}"
            })
    void whatIsNoAddressIsRefusedWithTheElementsLine(String written) {
        assertThatThrownBy(() -> load("retry-join = [a,\n\"" + written + "\"]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + "/x.conf:2: retry-join: each must be HOST, HOST:PORT or [IPV6]:PORT, not '"
                        + written + "'");
    }

    @Test
    void anAddressWithoutAPortMeansTheAgentPortOfThisAgent() {
        assertThat(settings("retry-join = [a, \"a:1\", a], ports.serf-lan = 18301")
                        .join()
                        .retry())
                .containsExactly("a:18301", "a:1");
        assertThat(settings("retry-join = a, ports.serf-lan = 0").join().retry())
                .containsExactly("a:8301");
    }

    @Test
    void whoIsOnlyAClientLeavesWhenItIsEndedUnlessToldOtherwise() {
        assertThat(settings("").leaving()).isEqualTo(new Settings.Leaving(true, true));
        assertThat(settings("server = true").leaving()).isEqualTo(new Settings.Leaving(false, false));
        assertThat(settings("leave-on-terminate = false, skip-leave-on-interrupt = true")
                        .leaving())
                .isEqualTo(new Settings.Leaving(false, false));
        assertThat(settings("server = true, leave_on_terminate = true, skip_leave_on_interrupt = false")
                        .leaving())
                .isEqualTo(new Settings.Leaving(true, true));
    }

    @Test
    void snapshotsGoToTheDataDirectoryUnlessToldOtherwise() {
        var dev = new Given(directory).load(Map.of(), true).settings();
        assertThat(dev.snapshots().dir()).isEmpty();
        assertThat(settings("").snapshots())
                .isEqualTo(new Settings.Snapshots(
                        Duration.ofHours(1), 24, Optional.of(Path.of("/var/lib/engine/snapshots"))));
        assertThat(settings("snapshots { interval = 0s, retain = 3, dir = /s }").snapshots())
                .isEqualTo(new Settings.Snapshots(Duration.ZERO, 3, Optional.of(Path.of("/s"))));
    }

    @Test
    void devIsAServerThatWaitsForNoOther() {
        var given = new Given(directory);
        assertThat(given.load(Map.of(), true).settings().bootstrapExpect()).isEqualTo(1);
        assertThat(given.load(Map.of("server", false), true).settings().bootstrapExpect())
                .isZero();
    }

    @Test
    void theSecretIsReadAndNeverShown() {
        var loaded = load("encrypt = \"" + SECRET + "\"");
        var secret = loaded.settings().cluster().secret().orElseThrow();

        assertThat(secret.bytes()).hasSize(16);
        assertThat(secret).isEqualTo(new Secret(SECRET)).hasToString("hidden");
        assertThat(loaded.toString()).doesNotContain("cg8S");
        assertThat(loaded.warnings())
                .containsExactly(
                        directory
                                + "/x.conf:1: encrypt proves that agents belong together; traffic is not encrypted in this version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encrypt = \"cg8SYWJj\"",
                "encrypt = \"cg8S!!\"",
                "encrypt = cg8S//VXbQJ0gPvMd9o7yrg",
                "encrypt = [\"cg8StVXbQJ0gPvMd9o7yrg==\"]",
                "encrypt { cg8S = 1 }",
                "encrypt = true"
            })
    void aSecretThatIsNoneIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> load("\n" + text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(directory + "/x.conf:2: encrypt must be 16, 24 or 32 bytes in base64")
                .hasMessageNotContaining("cg8S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encrypt = cg8StVXbQJ0gPvMd9o7yrg==",
                "encrypt = cg8S+cg8S",
                "encrypt = \"cg8S\\cg8S\"",
                "encrypt cg8Sabc=="
            })
    void aSecretThatCannotBeParsedIsNotShownEither(String text) {
        assertThatThrownBy(() -> load("# one\n" + text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + "/x.conf:2: this line cannot be read, and is not shown because of the secret"
                        + " beside it; is the value of encrypt in double quotes?");
        var json = new Given(directory).file("x.json", "{\"encrypt\":\ncg8StVXb}");
        assertThat(json.refusal("x.json")).startsWith("x.json:2: this line").doesNotContain("cg8S");
        assertThat(new Given(directory).file("y.conf", "a = ]").refusal("y.conf"))
                .startsWith("y.conf:1: ")
                .doesNotContain("secret");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "\nbootstrap-expect = 3",
                        "2: bootstrap-expect is for servers; set server = true or leave it out"),
                arguments(
                        "server = false, bootstrap = true",
                        "1: bootstrap is for servers; set server = true or leave it out"),
                arguments(
                        "server = true, bootstrap-expect = 1\nbootstrap = true",
                        "2: bootstrap and bootstrap-expect exclude each other; keep bootstrap-expect"),
                arguments(
                        "retry-join = [a,\n[b]]",
                        "2: retry-join must be a list of addresses or host names, not of a list"),
                arguments(
                        "start-join { a = 1 }",
                        "1: start-join must be a list of addresses or host names, not of a block"),
                arguments("retry-interval = 721h", "1: retry-interval must be a duration of at most 720h, not '721h'"),
                arguments("retry-max = -1", "1: retry-max must be a whole number from 0 to 2147483647, not -1"),
                arguments(
                        "dead-after = 4s",
                        "1: dead-after must be a duration such as 10s, 500ms or 1m30s of at least 5s, not '4s'"),
                arguments(
                        "reconnect-timeout = 1h",
                        "1: reconnect-timeout must be a duration such as 10s, 500ms or 1m30s of at least 8h, not '1h'"),
                arguments(
                        "session-ttl-min = 10ms",
                        "1: session-ttl-min must be a duration such as 10s, 500ms or 1m30s of at least 1s, not '10ms'"),
                arguments("session-ttl-min = 25h", "1: session-ttl-min must be a duration of at most 24h, not '25h'"),
                arguments("leave-on-terminate = perhaps", "1: leave-on-terminate must be true or false, not 'perhaps'"),
                arguments(
                        "snapshots.interval = 10ms",
                        "1: snapshots.interval must be 0s or a duration of at least 1s, not '10ms'"),
                arguments(
                        "snapshots { retain = 0 }",
                        "1: snapshots.retain must be a whole number from 1 to 10000, not 0"),
                arguments("snapshots = off", "1: snapshots must be a block: snapshots { ... }"),
                arguments("ports.serf-lan = -1", "1: ports.serf-lan must be a whole number from 0 to 65535, not -1"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeStopsTheStartWithFileAndLine(String text, String sentence) {
        assertThat(new Given(directory).file("x.conf", text).refusal("x.conf")).isEqualTo("x.conf:" + sentence);
    }

    @Test
    void keysOfACloudProviderAreNotShown() {
        assertThat(new Given(directory)
                        .file("x.conf", "retry-join = [\"provider=aws secret_access_key=shh\"]")
                        .refusal("x.conf"))
                .isEqualTo("x.conf:1: retry-join must be a list of addresses or host names"
                        + " (finding them at a cloud provider is not in this version)");
    }

    @Test
    void anEvenNumberOfServersIsWarnedOf() {
        assertThat(load("server = true\nbootstrap-expect = 2").warnings())
                .containsExactly(directory
                        + "/x.conf:2: bootstrap-expect = 2: a cluster of 2 servers has no majority without either;"
                        + " 3 outlive the loss of one");
        assertThat(load("server = true, bootstrap-expect = 4").warnings())
                .containsExactly(
                        directory
                                + "/x.conf:1: bootstrap-expect = 4: an even number of servers outlives no more losses than 3 do");
        assertThat(load("server = true, bootstrap-expect = 5").warnings()).isEmpty();
    }
}
