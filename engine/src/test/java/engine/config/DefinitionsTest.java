package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Policy;
import engine.checks.Status;
import engine.config.ServiceDefinition.TaggedAddress;
import engine.config.ServiceDefinition.Weights;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Bodies of the HTTP API. The refusals are those that Consul 1.8.7 gives, but for what is not in this version. */
class DefinitionsTest {

    private static final Definitions BODIES =
            Definitions.ofBodies(Configuration.load(new Sources(List.of(), Map.of(), true, ""), Given.BOX)
                    .settings());

    static Stream<Arguments> checks() {
        return Stream.of(
                arguments(Map.of(), "Missing check name"),
                arguments(Map.of("TTL", "10s"), "Missing check name"),
                arguments(Map.of("Name", "none"), "Invalid check: TTL must be > 0 for TTL checks"),
                arguments(Map.of("Name", "a", "TTL", "-10s"), "Invalid check: TTL must be > 0 for TTL checks"),
                arguments(Map.of("Name", "a", "TTL", "1s", "Status", "fine"), "Bad check status"),
                arguments(Map.of("Name", "a", "TTL", "1s", "Status", "Passing"), "Bad check status"),
                arguments(
                        Map.of("Name", "a", "Args", List.of("/bin/true")),
                        "Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks"),
                arguments(
                        Map.of("Name", "a", "HTTP", "http://x/", "Interval", "-10s"),
                        "Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks"),
                arguments(
                        Map.of("Name", "a", "HTTP", "http://x/", "Interval", "1s", "TTL", "1s"),
                        "Invalid check: Interval and TTL cannot both be specified"),
                arguments(
                        Map.of("Name", "a", "AliasService", "x", "TTL", "1s"),
                        "Invalid check: TTL must be not be set for Alias checks"),
                arguments(http("OutputMaxSize", -1), "Invalid check: MaxOutputMaxSize must be positive"),
                arguments(
                        http("FailuresBeforeWarning", 2),
                        "Invalid check: FailuresBeforeWarning can't be higher than FailuresBeforeCritical"),
                arguments(
                        http("Interval", "10 parsecs"),
                        "Request decode failed: time: unknown unit \" parsecs\" in duration \"10 parsecs\""),
                arguments(http("Interval", "10"), "Request decode failed: time: missing unit in duration \"10\""),
                arguments(http("Interval", ""), "Request decode failed: time: invalid duration \"\""),
                arguments(
                        http("Interval", List.of("10s")),
                        "Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks"),
                arguments(
                        http("Header", Map.of("a", "b")),
                        "Request decode failed: json: cannot unmarshal string into Go struct field .Header of type []string"),
                arguments(
                        http("Header", List.of("b")),
                        "Request decode failed: json: cannot unmarshal array into Go struct field .Header of type map[string][]string"),
                arguments(
                        http("SuccessBeforePassing", "3"),
                        "Request decode failed: json: cannot unmarshal string into Go struct field .SuccessBeforePassing of type int"),
                arguments(
                        http("FailuresBeforeCritical", 1.5),
                        "Request decode failed: json: cannot unmarshal number 1.5 into Go struct field .FailuresBeforeCritical of type int"),
                arguments(
                        Map.of("Name", 5),
                        "Request decode failed: json: cannot unmarshal number into Go struct field .Name of type string"),
                arguments(
                        Map.of("Name", "a", "TTL", "1s", "ServiceID", 5),
                        "Request decode failed: json: cannot unmarshal number into Go struct field .ServiceID of type string"),
                arguments(
                        Map.of("Name", "a", "GRPC", "127.0.0.1", "Interval", "1s"),
                        "Invalid check: a grpc check needs host:port, the port from 1 to 65535, not '127.0.0.1'"),
                arguments(
                        Map.of("Name", "a", "UDP", "127.0.0.1:1"),
                        "Invalid check: Interval must be > 0 for udp checks"),
                arguments(
                        Map.of("Name", "a", "OSService", "a b", "Interval", "1s"),
                        "Invalid check: os-service needs the name of a unit, not 'a b'"),
                arguments(
                        http("HTTP", "foo"),
                        "Invalid check: an http check needs an http:// or https:// URL, not 'foo'"),
                arguments(
                        http("HTTP", "http://x y/"),
                        "Invalid check: an http check needs an http:// or https:// URL, not 'http://x y/'"));
    }

    static Stream<Arguments> services() {
        return Stream.of(
                arguments(Map.of("ID", "x"), "Missing service name"),
                arguments(
                        Map.of("Name", "a", "Check", Map.of("Interval", "10s")),
                        "Invalid check: TTL must be > 0 for TTL checks"),
                arguments(
                        Map.of("Name", "a", "Checks", List.of(Map.of())),
                        "Invalid check: TTL must be > 0 for TTL checks"),
                arguments(
                        Map.of("Name", "a", "Check", Map.of("TTL", "1s", "Status", "fine")),
                        "Status for checks must 'passing', 'warning', 'critical'"),
                arguments(
                        Map.of("Name", "a", "Port", "80"),
                        "Request decode failed: json: cannot unmarshal string into Go struct field .Port of type int"),
                arguments(
                        Map.of("Name", "a", "Tags", List.of(1)),
                        "Request decode failed: json: cannot unmarshal number into Go struct field .Tags of type string"),
                arguments(
                        Map.of("Name", "a", "EnableTagOverride", "true"),
                        "Request decode failed: json: cannot unmarshal string into Go struct field .EnableTagOverride of type bool"),
                arguments(
                        Map.of("Name", "a", "Meta", Map.of("a b", "x")),
                        "Invalid Service Meta: Couldn't load metadata pair ('a b', 'x'): Key contains invalid characters"),
                arguments(
                        Map.of("Name", "a", "Meta", Map.of("", "x")),
                        "Invalid Service Meta: Couldn't load metadata pair ('', 'x'): Key cannot be blank"),
                arguments(
                        Map.of("Name", "a", "Meta", Map.of("consul-x", "x")),
                        "Invalid Service Meta: Couldn't load metadata pair ('consul-x', 'x'): Key prefix 'consul-' is reserved for internal use"),
                arguments(
                        Map.of("Name", "a", "Meta", many(65)),
                        "Invalid Service Meta: Node metadata cannot contain more than 64 key/value pairs"),
                arguments(Map.of("Name", "a", "Weights", Map.of()), "Invalid Weights: Passing must be greater than 0"),
                arguments(
                        Map.of("Name", "a", "Weights", Map.of("Passing", 100_000)),
                        "Invalid Weights: DNS Weight must be between 0 and 65535"),
                arguments(Map.of("Name", "a", "Address", "0.0.0.0"), "Invalid service address"),
                arguments(
                        Map.of("Name", "a", "Port", 70_000),
                        "Invalid service port: must be from 0 to 65535, was 70000"));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void aBadCheckIsRefusedInConsulsWords(Map<String, ?> body, String sentence) {
        assertThat(refusal(() -> BODIES.check(body))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aBadServiceIsRefusedInConsulsWords(Map<String, ?> body, String sentence) {
        assertThat(refusal(() -> BODIES.service(body))).isEqualTo(sentence);
    }

    @Test
    void onlyTheWrongShapeOfABodyIsMalformed() {
        assertThat(malformed(Map.of("Name", 5))).isTrue();
        assertThat(malformed(http("Interval", "x"))).isTrue();
        assertThat(malformed(Map.of("TTL", "1s"))).isFalse();
    }

    @Test
    void aServiceWithEverythingIsRead() {
        var service = BODIES.service(Map.of(
                "ID",
                "web1",
                "Name",
                "web",
                "Tags",
                List.of("v1", "primary"),
                "Address",
                "127.0.0.5",
                "Port",
                8080,
                "Meta",
                Map.of("version", "1.2"),
                "EnableTagOverride",
                false,
                "Weights",
                Map.of("Passing", 10, "Warning", 1),
                "Check",
                Map.of("TTL", "30s"),
                "NotKnown",
                "ignored"));

        var address = new TaggedAddress("127.0.0.5", 8080);
        assertThat(service)
                .isEqualTo(new ServiceDefinition(
                        "web1",
                        "web",
                        List.of("v1", "primary"),
                        "127.0.0.5",
                        Map.of("lan_ipv4", address, "wan_ipv4", address),
                        8080,
                        Map.of("version", "1.2"),
                        new Weights(10, 1),
                        false,
                        Optional.empty(),
                        List.of(new CheckDefinition(
                                "service:web1",
                                "Service 'web' check",
                                "",
                                "web1",
                                new CheckSpec.Ttl(Duration.ofSeconds(30)),
                                Duration.ZERO,
                                Duration.ofSeconds(10),
                                Status.CRITICAL,
                                Policy.IMMEDIATE,
                                4096,
                                Optional.empty()))));
    }

    @Test
    void checksOfAServiceAreNumberedAndTheSingleOneComesLast() {
        var service = BODIES.service(Map.of(
                "name",
                "web",
                "id",
                "web2",
                "CHECK",
                Map.of("ttl", "1s"),
                "checks",
                List.of(
                        Map.of("CheckID", "web2-ttl", "Name", "web2 ttl", "TTL", "30s", "Status", "passing"),
                        Map.of("Name", "web2 tcp", "TCP", "127.0.0.1:1", "Interval", "60s", "Notes", "a note"))));

        assertThat(service.checks().stream().map(CheckDefinition::id))
                .containsExactly("web2-ttl", "service:web2:2", "service:web2:3");
        assertThat(service.checks().stream().map(CheckDefinition::name))
                .containsExactly("web2 ttl", "web2 tcp", "Service 'web' check");
        assertThat(service.checks().stream().map(CheckDefinition::serviceId)).containsOnly("web2");
        assertThat(service.checks().getFirst().initialStatus()).isEqualTo(Status.PASSING);
    }

    @Test
    void aFamilyTagThatIsGivenStaysAndAHostNameGetsNone() {
        var given = Map.of("wan_ipv4", Map.of("Address", "9.9.9.9", "Port", 7));

        assertThat(BODIES.service(Map.of("Name", "a", "Address", "1.2.3.4", "Port", 5, "TaggedAddresses", given))
                        .taggedAddresses())
                .isEqualTo(Map.of(
                        "lan_ipv4", new TaggedAddress("1.2.3.4", 5), "wan_ipv4", new TaggedAddress("9.9.9.9", 7)));
        assertThat(BODIES.service(Map.of("Name", "a", "Address", "::1", "Port", 5))
                        .taggedAddresses())
                .containsOnlyKeys("lan_ipv6", "wan_ipv6");
        assertThat(BODIES.service(Map.of("Name", "a", "Address", "host.x")).taggedAddresses())
                .isEmpty();
    }

    @Test
    void nullsAndAnEmptyCheckAreAsIfAbsentAndAWeightLeftOutIsZero() {
        var body = new HashMap<String, Object>(Map.of("Name", "a", "Check", Map.of(), "Weights", Map.of("Passing", 3)));
        body.putAll(Collections.singletonMap("Tags", null));
        body.putAll(Collections.singletonMap("Meta", null));

        var service = BODIES.service(body);

        assertThat(service.checks()).isEmpty();
        assertThat(service.tags()).isEmpty();
        assertThat(service.meta()).isEmpty();
        assertThat(service.weights()).isEqualTo(new Weights(3, 0));
        assertThat(BODIES.service(Map.of("Name", "a")).weights()).isEqualTo(Weights.EQUAL);
    }

    @Test
    void anHttpCheckWithEverythingIsRead() {
        var check = BODIES.check(Map.ofEntries(
                Map.entry("ID", "api"),
                Map.entry("Name", "the api"),
                Map.entry("HTTP", "http://127.0.0.1:1/health"),
                Map.entry("Method", "post"),
                Map.entry("Header", Map.of("x-foo", List.of("bar"))),
                Map.entry("Interval", "1m"),
                Map.entry("Timeout", "1s"),
                Map.entry("TLSSkipVerify", true),
                Map.entry("deregister_critical_service_after", "90m"),
                Map.entry("OutputMaxSize", 100),
                Map.entry("FailuresBeforeCritical", 3)));

        assertThat(check)
                .isEqualTo(new CheckDefinition(
                        "api",
                        "the api",
                        "",
                        "",
                        new CheckSpec.Http(
                                URI.create("http://127.0.0.1:1/health"),
                                "POST",
                                Map.of("x-foo", List.of("bar")),
                                "",
                                true),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Status.CRITICAL,
                        new Policy(1, 3, 3),
                        100,
                        Optional.of(Duration.ofMinutes(90))));
    }

    @Test
    void countsOfZeroAndOneMeanTheFirstResult() {
        assertThat(BODIES.check(http("SuccessBeforePassing", 0)).policy()).isEqualTo(Policy.IMMEDIATE);
        assertThat(BODIES.check(http("SuccessBeforePassing", -1)).policy()).isEqualTo(Policy.IMMEDIATE);
        assertThat(BODIES.check(http("SuccessBeforePassing", 4)).policy()).isEqualTo(new Policy(4, 1, 1));
        var both = new HashMap<>(http("FailuresBeforeCritical", 3));
        both.put("FailuresBeforeWarning", 2);
        assertThat(BODIES.check(both).policy()).isEqualTo(new Policy(1, 2, 3));
    }

    @Test
    void bareNumbersAreNanosecondsAndShortTimesAreRaised() {
        assertThat(BODIES.check(http("Interval", 10_000_000_000L)).interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(BODIES.check(http("Interval", 10)).interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(BODIES.check(http("Interval", "0.1s")).interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(BODIES.check(http("DeregisterCriticalServiceAfter", "10s")).deregisterCriticalServiceAfter())
                .contains(Duration.ofMinutes(1));
        assertThat(BODIES.check(http("DeregisterCriticalServiceAfter", "0s")).deregisterCriticalServiceAfter())
                .isEmpty();
    }

    @Test
    void outputIsNeverKeptBeyondTheAgentsLimit() {
        assertThat(BODIES.check(http("OutputMaxSize", 100_000)).outputMaxSize()).isEqualTo(4096);
        assertThat(BODIES.check(http("OutputMaxSize", 0)).outputMaxSize()).isEqualTo(4096);
    }

    @Test
    void programsAndShellLinesAreTold() {
        assertThat(spec("Args", List.of("/bin/x", "y"))).isEqualTo(new CheckSpec.Script(List.of("/bin/x", "y")));
        assertThat(spec("script_args", List.of("/bin/x"))).isEqualTo(new CheckSpec.Script(List.of("/bin/x")));
        assertThat(spec("script", "x | y")).isEqualTo(new CheckSpec.Script(List.of("/bin/sh", "-c", "x | y")));
        assertThat(BODIES.check(Map.of("Name", "a", "Shell", "/bin/bash", "Args", List.of("x", "y"), "Interval", "1s"))
                        .spec())
                .isEqualTo(new CheckSpec.Script(List.of("/bin/bash", "-c", "x y")));
        assertThat(BODIES.check(Map.of("Name", "a", "Args", List.of("x"), "Interval", "1s"))
                        .timeout())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void tcpTakesAHostNameOrABracketedAddress() {
        assertThat(spec("TCP", "db:5432")).isEqualTo(new CheckSpec.Tcp("db", 5432));
        assertThat(spec("TCP", "[::1]:80")).isEqualTo(new CheckSpec.Tcp("::1", 80));
    }

    @Test
    void theFirstKindInConsulsOrderCountsInABody() {
        assertThat(BODIES.check(Map.of(
                                "Name",
                                "a",
                                "HTTP",
                                "http://x/",
                                "TCP",
                                "127.0.0.1:1",
                                "Interval",
                                "1s",
                                "AliasService",
                                "s"))
                        .spec())
                .isInstanceOf(CheckSpec.Http.class);
        assertThat(spec("AliasService", "s")).isEqualTo(new CheckSpec.Alias("", "s"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    unix-socket   | {"HTTP": "http://x/", "UnixSocket": "/run/a.sock"}
                    tcp           | {"TCP": "unix:///run/a.sock"}
                    tls-ca-file   | {"HTTP": "https://x/", "TLSCAFile": "/etc/ca.pem"}
                    tls-cert-file | {"TCP": "x:1", "TCPUseTLS": true, "TLSCertFile": "/c.pem", "TLSKeyFile": "/k.pem"}
                    tls-ca-file   | {"GRPC": "x:1", "GRPCUseTLS": true, "TLSCAFile": "/etc/ca.pem"}
                    tls-ca-file   | {"H2PING": "x:1", "TLSCAFile": "/etc/ca.pem"}
                    pid-file      | {"PidFile": "/run/a.pid"}
                    disk          | {"Disk": "/home/a", "Critical": "90%"}
                    inodes        | {"Inodes": "/home/a", "Critical": "90%"}
                    """)
    void checksThatNameFilesAreForFilesOnly(String key, String body) {
        var definition = new HashMap<String, Object>(
                new JsonMapper().readValue(body, new TypeReference<Map<String, Object>>() {}));
        definition.putAll(Map.of("Name", "a", "Interval", "1s"));
        var check = BODIES.check(definition);

        for (var local : List.of(true, false)) {
            assertThat(new Settings.ScriptChecks(false, local).refusal(check, true))
                    .contains(
                            "check 'a' names a file of this machine (" + key
                                    + "), which only a check of a configuration file may; to allow it over HTTP, set enable-script-checks = true");
            assertThat(new Settings.ScriptChecks(false, local).refusal(check, false))
                    .isEmpty();
        }
        assertThat(new Settings.ScriptChecks(true, false).refusal(check, true)).isEmpty();
    }

    @Test
    void scriptsAreRefusedByTheSettingsTheyCameUnder() {
        var script = BODIES.check(Map.of("Name", "a", "Args", List.of("x"), "Interval", "1s"));
        var ttl = BODIES.check(Map.of("Name", "a", "TTL", "1s"));

        assertThat(new Settings.ScriptChecks(false, true).refusal(script, true))
                .contains(
                        "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true");
        assertThat(new Settings.ScriptChecks(false, true).refusal(script, false))
                .isEmpty();
        assertThat(new Settings.ScriptChecks(true, true).refusal(script, true)).isEmpty();
        assertThat(new Settings.ScriptChecks(false, false).refusal(script, false))
                .isPresent();
        assertThat(new Settings.ScriptChecks(false, false).refusal(ttl, true)).isEmpty();
    }

    @Test
    void listsAreReadInOrder() {
        assertThat(BODIES.checks(List.of(Map.of("Name", "b", "TTL", "1s"), Map.of("Name", "a", "TTL", "1s"))).stream()
                        .map(CheckDefinition::id))
                .containsExactly("b", "a");
        assertThat(BODIES.services(List.of(Map.of("Name", "b"), Map.of("Name", "a"))).stream()
                        .map(ServiceDefinition::id))
                .containsExactly("b", "a");
    }

    private static CheckSpec spec(String key, Object value) {
        return BODIES.check(Map.of("Name", "a", "Interval", "1s", key, value)).spec();
    }

    private static Map<String, Object> http(String key, Object value) {
        var body = new HashMap<String, Object>(Map.of("Name", "a", "HTTP", "http://x/", "Interval", "10s"));
        body.put(key, value);
        return body;
    }

    private static Map<String, String> many(int count) {
        var many = new HashMap<String, String>();
        IntStream.range(0, count).forEach(i -> many.put("k" + i, "x"));
        return many;
    }

    private static boolean malformed(Map<String, ?> body) {
        try {
            BODIES.check(body);
            return false;
        } catch (DefinitionException e) {
            return e.malformed();
        }
    }

    private static String refusal(Runnable reading) {
        try {
            reading.run();
            return "accepted";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
