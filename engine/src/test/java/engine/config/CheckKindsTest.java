package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import engine.checks.CheckSpec;
import engine.checks.CheckSpec.Host.Measure;
import engine.checks.Endpoint;
import engine.checks.HttpExpectation;
import engine.checks.Limit;
import engine.checks.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the keys of each kind mean, in the spellings of bodies and of files. */
class CheckKindsTest {

    private static final Definitions BODIES =
            Definitions.ofBodies(Configuration.load(new Sources(List.of(), Map.of(), true, ""), Given.BOX)
                    .settings());
    private static final Definitions FILES = Definitions.ofFiles(4096, Duration.ofSeconds(30), (_, sentence) -> {
        throw new AssertionError(sentence);
    });

    private static final Tls CLIENT = new Tls(false, "web.example", "/ca.pem", "/cert.pem", "/key.pem");
    private static final Endpoint.Port PORT = new Endpoint.Port("127.0.0.1", 5000);

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments(Map.of("H2PING", "127.0.0.1:5000"), new CheckSpec.H2Ping(PORT, Optional.of(Tls.DEFAULT))),
                arguments(
                        Map.of("H2PING", "127.0.0.1:5000", "H2PingUseTLS", false),
                        new CheckSpec.H2Ping(PORT, Optional.empty())),
                arguments(Map.of("GRPC", "127.0.0.1:5000"), new CheckSpec.Grpc(PORT, "", Optional.empty())),
                arguments(
                        Map.of("GRPC", "127.0.0.1:5000/my.Service", "GRPCUseTLS", true, "TLSServerName", "a.example"),
                        new CheckSpec.Grpc(PORT, "my.Service", Optional.of(new Tls(false, "a.example", "", "", "")))),
                arguments(Map.of("UDP", "127.0.0.1:5000"), new CheckSpec.Udp(PORT, "", "")),
                arguments(
                        Map.of("TCP", "127.0.0.1:5000", "TCPUseTLS", true, "TLSSkipVerify", true),
                        new CheckSpec.Tcp(PORT, Optional.of(Tls.verifying(false)), "", "")),
                arguments(Map.of("OSService", "nginx.service"), new CheckSpec.OsService("nginx.service")),
                arguments(
                        Map.of(
                                "DockerContainerID",
                                "f972c95ebf0e",
                                "Shell",
                                "/bin/bash",
                                "Args",
                                List.of("check", "1")),
                        new CheckSpec.Docker("f972c95ebf0e", List.of("/bin/bash", "-c", "check 1"))),
                arguments(
                        Map.of("docker_container_id", "web", "args", List.of("check")),
                        new CheckSpec.Docker("web", List.of("check"))),
                arguments(
                        Map.of("HTTP", "http://x/", "DisableRedirects", true, "ExpectStatus", List.of(200, "3xx")),
                        http("http://x/", true, Tls.DEFAULT, List.of("200", "3xx"))),
                arguments(Map.of("Load", 5, "Warning", 1.5), host(Measure.LOAD, "5", Limit.Unit.LOAD, 1.5)),
                arguments(Map.of("Ping", "10.0.0.1"), new CheckSpec.Ping("10.0.0.1")));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                arguments(
                        Map.of("tcp", "unix:///run/app.sock", "send", "PING\r\n", "expect", "^PONG"),
                        new CheckSpec.Tcp(new Endpoint.Unix("/run/app.sock"), Optional.empty(), "PING\r\n", "^PONG")),
                arguments(
                        Map.of("udp", "[::1]:53", "send", "a", "expect", "b"),
                        new CheckSpec.Udp(new Endpoint.Port("::1", 53), "a", "b")),
                arguments(
                        Map.of(
                                "http",
                                "https://x/",
                                "tls-server-name",
                                "web.example",
                                "tls-ca-file",
                                "/ca.pem",
                                "tls-cert-file",
                                "/cert.pem",
                                "tls-key-file",
                                "/key.pem"),
                        http("https://x/", false, CLIENT, List.of())),
                arguments(
                        Map.of("dns", "web.example"),
                        new CheckSpec.Dns("web.example", "A", Optional.empty(), List.of())),
                arguments(
                        Map.of(
                                "dns",
                                "a.example",
                                "dns-type",
                                "aaaa",
                                "dns-server",
                                "[::1]",
                                "dns-expect",
                                List.of("::2")),
                        new CheckSpec.Dns(
                                "a.example", "AAAA", Optional.of(new Endpoint.Port("::1", 53)), List.of("::2"))),
                arguments(Map.of("process", "nginx"), new CheckSpec.OsProcess("", "nginx")),
                arguments(
                        Map.of("pid-file", "/run/nginx.pid", "process", "nginx"),
                        new CheckSpec.OsProcess("/run/nginx.pid", "nginx")),
                arguments(
                        Map.of("disk", "/var", "critical", "90%"),
                        new CheckSpec.Host(
                                Measure.DISK,
                                "/var",
                                Optional.empty(),
                                Optional.of(new Limit(Limit.Unit.PERCENT_USED, 90)))),
                arguments(
                        Map.of("disk", "/var", "warning", "2 GiB"),
                        host(Measure.DISK, "/var", Limit.Unit.BYTES_LEFT, 2L << 30)),
                arguments(
                        Map.of("inodes", "/", "warning", "80%"),
                        host(Measure.INODES, "/", Limit.Unit.PERCENT_USED, 80)),
                arguments(
                        Map.of("memory", true, "warning", "85.5 %"),
                        host(Measure.MEMORY, "", Limit.Unit.PERCENT_USED, 85.5)),
                arguments(
                        Map.of("clock", "time.example", "warning", "500ms"),
                        host(Measure.CLOCK, "time.example", Limit.Unit.SECONDS, 0.5)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodiesAreReadInConsulsSpellings(Map<String, ?> keys, CheckSpec spec) {
        assertThat(BODIES.check(with(keys, "Name", "Interval")).spec()).isEqualTo(spec);
    }

    @ParameterizedTest
    @MethodSource("files")
    void filesAreReadInOurs(Map<String, ?> keys, CheckSpec spec) {
        assertThat(FILES.check(with(keys, "name", "interval")).spec()).isEqualTo(spec);
    }

    @Test
    void whatAnAnswerMustBeIsRead() {
        var spec = (CheckSpec.Http) FILES.check(with(
                        Map.of(
                                "http", "http://x/",
                                "unix-socket", "/run/app.sock",
                                "expect-body", "ok",
                                "reject-body", "error",
                                "expect-header", Map.of("X-Role", "primary"),
                                "expect-json", Map.of("/status", "up", "/count", 2)),
                        "name",
                        "interval"))
                .spec();
        assertThat(spec.unixSocket()).isEqualTo("/run/app.sock");
        assertThat(spec.expectation())
                .isEqualTo(new HttpExpectation(
                        List.of(), "ok", "error", Map.of("X-Role", "primary"), Map.of("/status", "up", "/count", "2")));
    }

    /** As Consul orders them. */
    @Test
    void ofSeveralKindsInABodyTheFirstCounts() {
        assertThat(BODIES.check(Map.of("Name", "a", "Interval", "1s", "GRPC", "a:1", "TCP", "b:2"))
                        .spec()
                        .type())
                .isEqualTo("tcp");
        assertThat(BODIES.check(Map.of("Name", "a", "Interval", "1s", "H2PING", "a:1", "TCP", "b:2"))
                        .spec()
                        .type())
                .isEqualTo("h2ping");
    }

    private static Map<String, Object> with(Map<String, ?> keys, String name, String interval) {
        var all = new HashMap<String, Object>(keys);
        all.put(name, "a");
        all.put(interval, "10s");
        return all;
    }

    private static CheckSpec host(Measure measure, String subject, Limit.Unit unit, double warning) {
        return new CheckSpec.Host(measure, subject, Optional.of(new Limit(unit, warning)), Optional.empty());
    }

    private static CheckSpec http(String url, boolean disableRedirects, Tls tls, List<String> status) {
        return new CheckSpec.Http(
                URI.create(url),
                "GET",
                Map.of(),
                "",
                disableRedirects,
                tls,
                new HttpExpectation(status, "", "", Map.of(), Map.of()),
                "");
    }
}
