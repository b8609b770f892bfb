package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that must stop the start, each with the exact sentence. */
class BadConfigurationTest {

    @TempDir
    Path directory = Path.of("");

    static Stream<Arguments> conf() {
        return Stream.of(
                arguments("\nserver = true\nnode-nam = a", "3: unknown key 'node-nam'; did you mean 'node-name'?"),
                arguments("zzzzzzz = 1", "1: unknown key 'zzzzzzz'; docs/configuration.md lists the keys"),
                arguments("ports { htp = 1 }", "1: ports: unknown key 'htp'; did you mean 'http'?"),
                arguments(
                        "ports { web = 1 }",
                        "1: ports: unknown key 'web'; allowed here: dns, grpc, http, https, serf-lan, serf-wan, server"),
                arguments("ports = 8500", "1: ports must be a block: ports { ... }"),
                arguments("ports.http = 70000", "1: ports.http must be a whole number from -1 to 65535, not 70000"),
                arguments("ports.http = abc", "1: ports.http must be a whole number from -1 to 65535, not 'abc'"),
                arguments("ports.server = -1", "1: ports.server must be a whole number from 0 to 65535, not -1"),
                arguments("ports { http = 8600 }", "1: ports.http and ports.dns are both 8600"),
                arguments("http-config.max-wait = 1s", "1: http-config.default-wait must not be longer than max-wait"),
                arguments("\nserver = ${HOME}", "2: server must be true or false, not '" + System.getenv("HOME") + "'"),
                arguments(
                        "ports {\n http = ${HOME}x }",
                        "2: ports.http must be a whole number from -1 to 65535, not '" + System.getenv("HOME") + "x'"),
                arguments("server = maybe", "1: server must be true or false, not 'maybe'"),
                arguments("server = [true]", "1: server must be a text, not a list"),
                arguments(
                        "retry-interval = 30",
                        "1: retry-interval must be a duration such as 10s, 500ms or 1m30s of at least 100ms, not 30"),
                arguments(
                        "check-update-interval = 5 parsecs",
                        "1: check-update-interval must be a duration such as 10s, 500ms or 1m30s, not '5 parsecs'"),
                arguments(
                        "limits { kv-max-value-size = 1 TB }",
                        "1: limits.kv-max-value-size must be a size from 1 to 67108864 bytes, such as 4096 or \"512 KiB\", not '1 TB'"),
                arguments("bind-addr = everywhere", "1: bind-addr must be an IP address, not 'everywhere'"),
                arguments(
                        "bind-addr = \"{{ GetPrivateIP }}\"",
                        "1: bind-addr must be an IP address (address templates are not in this version), not '{{ GetPrivateIP }}'"),
                arguments(
                        "client-addr = \"127.0.0.1 foo\"",
                        "1: client-addr must be one or more IP addresses, separated by spaces, not '127.0.0.1 foo'"),
                arguments(
                        "addresses { http = \"unix:run/x\" }",
                        "1: addresses.http must be one or more IP addresses, or unix:// with an absolute path, separated by spaces, not 'unix:run/x'"),
                arguments(
                        "unix-sockets.mode = 9", "1: unix-sockets.mode must be an octal mode such as \"0660\", not 9"),
                arguments(
                        "http-config.access-log = apache",
                        "1: http-config.access-log must be off, text or json, not 'apache'"),
                arguments(
                        "http-config.allow-write-http-from = [10.0.0.0]",
                        "1: http-config.allow-write-http-from must be a list of networks such as 10.0.0.0/8, not a list"),
                arguments(
                        "http-config.block-endpoints = [v1]",
                        "1: http-config.block-endpoints must be a list of paths that begin with /, not a list"),
                arguments(
                        "http-config.response-headers { Date = x }",
                        "1: http-config.response-headers: 'Date' must be the name of a header other than connection, content-length, date, transfer-encoding, and its value a line of ASCII"),
                arguments(
                        "advertise-addr = \"0.0.0.0\"",
                        "1: advertise-addr must be an address that others can reach, not '0.0.0.0'"),
                arguments(
                        "datacenter = \"d c\"",
                        "1: datacenter must be made of letters, digits, hyphens and underscores, not 'd c'"),
                arguments("domain = \"a..b\"", "1: domain must be a DNS name such as consul, not 'a..b'"),
                arguments(
                        "node-id = 5", "1: node-id must be a UUID such as 40e4a748-2192-161a-0510-9bf59fe950b5, not 5"),
                arguments(
                        "node-meta { \"a b\" = x }",
                        "1: node-meta invalid: Couldn't load metadata pair ('a b', 'x'): Key contains invalid characters"),
                arguments("node-meta { a = [] }", "1: node-meta.a must be a text, not a list"),
                arguments("log-level = loud", "1: log-level must be trace, debug, info, warn or error, not 'loud'"),
                arguments(
                        "bootstrap-expect = 3",
                        "1: bootstrap-expect is for servers; set server = true or leave it out"),
                arguments("bootstrap = true", "1: bootstrap is for servers; set server = true or leave it out"),
                arguments(
                        "server = true, bootstrap-expect = 3\nbootstrap = true",
                        "2: bootstrap and bootstrap-expect exclude each other; keep bootstrap-expect"),
                arguments(
                        "retry-join = [\"provider=aws tag_key=x\"]",
                        "1: retry-join must be a list of addresses or host names (finding them at a cloud provider is not in this version)"),
                arguments(
                        "node-name = a\nnode_name = b",
                        "2: 'node-name' and 'node_name' are one key in two spellings; keep one"),
                arguments(
                        "service {\n name = a }\nservice {\n name = b }",
                        "3: a second 'service' in the same block (the first is on line 1) would be merged into one; write services = [ {...}, {...} ]"),
                arguments(
                        "service { name = a, check { ttl = 1s }\n check { ttl = 2s } }",
                        "2: a second 'check' in the same block (the first is on line 1) would be merged into one; write checks = [ {...}, {...} ]"),
                arguments(
                        "services = [{name = a}]\n# more\nservices = [{name = b}]",
                        "3: a second 'services' in the same block would replace the one on line 1; write one list, or += to add to it"),
                arguments(
                        "service = web", "1: service must be a block or a list of blocks: services = [ {...}, {...} ]"),
                arguments(
                        "services = [web]",
                        "1: services must be a list of blocks or blocks by name: services = [ {...}, {...} ]"),
                arguments(
                        "trigger { deploy = x }",
                        "1: trigger must be blocks by name or a list of blocks: trigger.deploy { ... }"),
                arguments("service { port = 80 }", "1: Missing service name"),
                arguments("service {\n name = a\n prot = 80 }", "3: unknown key 'prot'; did you mean 'port'?"),
                arguments("service { name = a, port = x }", "1: port must be a whole number, not 'x'"),
                arguments(
                        "service { name = a\n port = 70000 }",
                        "2: Invalid service port: must be from 0 to 65535, was 70000"),
                arguments("service { name = a, tags = x }", "1: tags must be a list of texts, not 'x'"),
                arguments(
                        "service { name = a, weights { passing = 0 } }",
                        "1: Invalid Weights: Passing must be greater than 0"),
                arguments(
                        "services = [{name = a}\n{name = a}]",
                        "2: there is already a service 'a' at x.conf:1; give each its own id"),
                arguments(
                        "check { name = a, ttl = 1s }\nservice { name = s, check { id = a, ttl = 1s } }",
                        "1: there is already a check 'a' at x.conf:2; give each its own id"),
                arguments("check { ttl = 10s }", "1: Missing check name"),
                arguments(
                        "check { name = a, ttl = 10 }",
                        "1: ttl must be a duration such as 10s, 500ms or 1m30s, not 10"),
                arguments(
                        "check { name = a\n http = \"http://x/\" }",
                        "1: Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks"),
                arguments(
                        "check { name = a, interval = 1s\n http = foo }",
                        "2: Invalid check: an http check needs an http:// or https:// URL, not 'foo'"),
                arguments(
                        "check { name = a, interval = 1s, tcp = \"127.0.0.1\" }",
                        "1: Invalid check: a tcp check needs host:port, the port from 1 to 65535, not '127.0.0.1'"),
                arguments(
                        "check { name = a, interval = 1s, tcp = \"127.0.0.1:1\", http = \"http://x/\" }",
                        "1: a check has one kind, this one has http and tcp; write one check for each"),
                arguments(
                        "check { name = a, interval = 1s\n grpc = \"127.0.0.1\" }",
                        "2: Invalid check: a grpc check needs host:port, the port from 1 to 65535, not '127.0.0.1'"),
                arguments(
                        "check { name = a, interval = 1s, http = \"http://x/\"\n expect-status = [2000] }",
                        "1: Invalid check: expect-status has codes such as 200 and classes such as 2xx, not '2000'"),
                arguments(
                        "check { name = a, interval = 1s, http = \"https://x/\", tls-cert-file = a }",
                        "1: Invalid check: tls-cert-file and tls-key-file belong together; one is missing"),
                arguments(
                        "check { name = a, interval = 1s, disk = /\n warning = much }",
                        "2: Invalid check: warning must be a part that is used, such as 90%, or a size that is left, such as \"2 GiB\", not 'much'"),
                arguments(
                        "check { name = a, interval = 1s, disk = /, warning = 90%, critical = 80% }",
                        "1: Invalid check: warning must come before critical"),
                arguments(
                        "check { name = a, interval = 1s, load = 7, warning = 1 }",
                        "1: Invalid check: load is 1, 5 or 15 (minutes), not '7'"),
                arguments(
                        "check { name = a, interval = 1s, memory = true }",
                        "1: Invalid check: a memory check needs a limit: warning, critical or both"),
                arguments(
                        "check { name = a, interval = 1s, docker-container-id = web }",
                        "1: Invalid check: a docker check needs a program to run: args"),
                arguments(
                        "check { name = a, dns = web.example }",
                        "1: Invalid check: Interval must be > 0 for dns checks"),
                arguments(
                        "check { name = a, ttl = 1s, status = fine }",
                        "1: status must be passing, warning or critical, not 'fine'"),
                arguments(
                        "check { name = a, interval = 1s\n htp = \"http://127.0.0.1/\" }",
                        "2: unknown key 'htp'; did you mean 'http'?"),
                arguments("check {\n nam = a }", "2: unknown key 'nam'; did you mean 'name'?"),
                arguments("service { name = a, port = x\n tgs = [b] }", "2: unknown key 'tgs'; did you mean 'tags'?"),
                arguments(
                        "service { name = a, address = \"0.0.0.0\", check {\n htp = \"http://127.0.0.1/\" } }",
                        "2: unknown key 'htp'; did you mean 'http'?"),
                arguments(
                        "service { port = 1, checks = [{ ttl = 1s }, {\n itnerval = 1s }] }",
                        "2: unknown key 'itnerval'; did you mean 'interval'?"),
                arguments("trigger.t { run = [],\n timout = 1s }", "2: unknown key 'timout'; did you mean 'timeout'?"),
                arguments("trigger.t { run = x, on { evnt = e } }", "1: unknown key 'evnt'; did you mean 'event'?"),
                arguments(
                        "trigger.t { run = x, on { zzz = e } }",
                        "1: unknown key 'zzz'; allowed here: check, event, kv, node, query, schedule, service"),
                arguments(
                        "check { name = a, ttl = 1s, intervall = 1s }",
                        "1: unknown key 'intervall'; did you mean 'interval'?"),
                arguments(
                        "check { name = a, args = \"x y\", interval = 1s }",
                        "1: args must be a list of texts, not 'x y'"),
                arguments(
                        "trigger.t { run = x }",
                        "1: trigger 't' needs to know what it waits for: on { event = deploy }"),
                arguments(
                        "trigger.t { on { event = e } }",
                        "1: trigger 't' needs something to do: run = [\"/opt/app/deploy.sh\"], call { url = ... }, put { key = ... } or fire { event = ... }"),
                arguments(
                        "trigger.t { run = x\n on { kv { operation = set } } }",
                        "2: on { kv } needs a key or a prefix: kv { key = app/config } or kv { prefix = \"app/\" }"),
                arguments(
                        "trigger.t { run = x, on { event = e }, where { tag = a } }",
                        "1: where.tag needs where.service beside it"),
                arguments(
                        "trigger.t { run = x, on { event = e }, retries = 3 }",
                        "1: to repeat a failed run write retry { attempts = 3 }; retries takes 0"),
                arguments(
                        "include \"/etc/passwd\"",
                        "1: include takes the name of a .conf or .json file beside this one, not '/etc/passwd'"),
                arguments(
                        "\ninclude url(\"http://127.0.0.1:1/x.conf\")",
                        "2: include takes the name of a .conf or .json file beside this one, not 'http://127.0.0.1:1/x.conf'"),
                arguments("include \"none.conf\"", "1: include needs a file beside this one; there is no 'none.conf'"),
                arguments(
                        "include \"x.conf\"",
                        "1: files include one another more than 10 deep; 'x.conf' is probably included by itself"),
                arguments(
                        "node-name = ${NOT_SET_ANYWHERE}",
                        "1: Could not resolve substitution to a value: ${NOT_SET_ANYWHERE}"),
                arguments("a = " + "[".repeat(300), "1: blocks and lists are nested more than 200 deep"));
    }

    @ParameterizedTest
    @MethodSource("conf")
    void aBadFileIsRefusedWithFileLineAndRule(String text, String sentence) {
        assertThat(new Given(directory).file("x.conf", text).refusal("x.conf")).isEqualTo("x.conf:" + sentence);
    }

    @Test
    void jsonThatIsNoneIsRefusedWithItsLine() {
        assertThat(new Given(directory)
                        .file("x.json", "{\n  \"server\": true,\n  oops\n}")
                        .refusal("x.json"))
                .startsWith("x.json:3: ");
    }

    @Test
    void twoServicesInAnIncludeAndTheFileRoundItAreRefused() {
        var given = new Given(directory)
                .file("x.conf", "service { name = a }\ninclude \"y.conf\"")
                .file("y.conf", "service { name = b }");

        assertThat(given.refusal("x.conf"))
                .isEqualTo(
                        "x.conf:2: 'y.conf' has another 'service', which would be merged with the one before it; write services = [ {...} ] with += in both files");
    }

    @Test
    void hclIsNotReadAndSaysHowToConvert() {
        var sentence =
                "a.hcl: HCL is not read; most HCL is HOCON as it stands, so rename the file to .conf and write repeated blocks as a list: services = [ {...}, {...} ]";

        assertThat(new Given(directory).file("a.hcl", "x = 1").refusal("a.hcl")).isEqualTo(sentence);
        assertThat(new Given(directory).refusal()).isEqualTo(sentence);
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        var given = new Given(directory).file("a.yaml", "x: 1");

        assertThat(given.refusal("a.yaml"))
                .isEqualTo(
                        "a.yaml: the name must end in .conf, .hocon or .json, or -config-format must say which it is");
        assertThat(given.refusal("none.conf")).isEqualTo("none.conf: there is no such file or directory");
    }

    @Test
    void withoutADataDirectoryNothingStarts() {
        assertThat(refusalOf(Map.of()))
                .isEqualTo(
                        "data-dir is not set; set data-dir to a directory that outlives a reboot, or use -dev, which keeps nothing");
    }

    @Test
    void theCommandLineIsNamedAsThePlace() {
        assertThat(refusalOf(Map.of("data-dir", "/d", "ports.http", "x")))
                .isEqualTo("command line: ports.http must be a whole number from -1 to 65535, not 'x'");
        assertThat(refusalOf(Map.of("nod-name", "x")))
                .isEqualTo("command line: unknown key 'nod-name'; did you mean 'node-name'?");
    }

    private String refusalOf(Map<String, ?> overrides) {
        try {
            return "accepted: " + new Given(directory).load(overrides, false);
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
