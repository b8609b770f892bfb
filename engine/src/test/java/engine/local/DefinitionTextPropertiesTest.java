package engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.checks.CheckSpec;
import engine.checks.Endpoint;
import engine.checks.ExitCodes;
import engine.checks.FlapPolicy;
import engine.checks.HttpExpectation;
import engine.checks.Limit;
import engine.checks.Policy;
import engine.checks.Status;
import engine.checks.Tls;
import engine.config.ServiceDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is registered comes back from its text as it was. */
class DefinitionTextPropertiesTest {

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.of("", "a.b", "\"quoted\"", "${x}", "\n\t\0\\", "世界 🦀", "//", "#", "null", "1"));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(8), Arbitraries.of("a.b", "${x}"));
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE).map(Duration::ofNanos);
    }

    private static CheckSpec host(CheckSpec.Host.Measure measure, String subject, Limit.Unit unit, double critical) {
        return new CheckSpec.Host(measure, subject, Optional.empty(), Optional.of(new Limit(unit, critical)));
    }

    private static Arbitrary<Optional<Tls>> tls() {
        return Arbitraries.of(
                Optional.empty(),
                Optional.of(Tls.DEFAULT),
                Optional.of(Tls.verifying(false)),
                Optional.of(new Tls(false, "a.b", "/ca", "/cert", "/key")));
    }

    private static Arbitrary<CheckSpec> expecting() {
        return Combinators.combine(
                        Arbitraries.of(List.<String>of(), List.of("200", "3xx")),
                        Arbitraries.of("", "a.*b", "\\Q${x}"),
                        Arbitraries.maps(names(), Arbitraries.of("", "^x$")).ofMaxSize(3),
                        Arbitraries.maps(Arbitraries.of("", "/", "/a~1b/0", "/a.b"), texts())
                                .ofMaxSize(3),
                        tls(),
                        Arbitraries.of("", "/run/a.sock"),
                        Arbitraries.of(true, false))
                .as((codes, body, headers, json, tls, socket, disabled) -> new CheckSpec.Http(
                        URI.create("http://h/"),
                        "GET",
                        Map.of(),
                        "",
                        disabled,
                        tls.orElse(Tls.DEFAULT),
                        new HttpExpectation(codes, body, body, headers, json),
                        socket));
    }

    @Provide
    Arbitrary<CheckDefinition> checks() {
        Arbitrary<CheckSpec> specs = Arbitraries.oneOf(List.of(
                texts().list().ofMaxSize(3).map(rest -> {
                    var command = new java.util.ArrayList<>(List.of("/bin/sh"));
                    command.addAll(rest);
                    return new CheckSpec.Script(command);
                }),
                Combinators.combine(
                                Arbitraries.of("http://h:1/p?q=%20", "https://[::1]/"),
                                names(),
                                Arbitraries.maps(texts(), texts().list().ofMaxSize(2))
                                        .ofMaxSize(3),
                                texts(),
                                Arbitraries.of(true, false))
                        .as((url, method, headers, body, skip) ->
                                new CheckSpec.Http(URI.create(url), method, headers, body, skip)),
                Arbitraries.integers().between(1, 65535).map(port -> new CheckSpec.Tcp("::1", port)),
                expecting(),
                Combinators.combine(
                                Arbitraries.of("/run/a.sock", "h"), tls(), texts(), Arbitraries.of("", "a+", "^\\$"))
                        .as((at, tls, send, expect) -> at.startsWith("/")
                                ? new CheckSpec.Tcp(new Endpoint.Unix(at), Optional.empty(), send, expect)
                                : new CheckSpec.Tcp(new Endpoint.Port(at, 1), tls, send, expect)),
                texts().map(send -> new CheckSpec.Udp(new Endpoint.Port("::1", 53), send, "")),
                tls().map(tls -> new CheckSpec.H2Ping(new Endpoint.Port("h", 1), tls)),
                Combinators.combine(texts(), tls())
                        .as((service, tls) -> new CheckSpec.Grpc(new Endpoint.Port("h", 1), service, tls)),
                Arbitraries.of(
                        new CheckSpec.Dns("a.b", "A", Optional.empty(), List.of()),
                        new CheckSpec.Dns("a.b", "TXT", Optional.of(new Endpoint.Port("::1", 53)), List.of("a b", "c")),
                        new CheckSpec.OsProcess("/run/x.pid", ""),
                        new CheckSpec.OsProcess("/run/x.pid", "x"),
                        new CheckSpec.OsService("a@b.service"),
                        new CheckSpec.Docker("web", List.of("/bin/sh", "-c", "a")),
                        new CheckSpec.Ping("::1"),
                        host(CheckSpec.Host.Measure.DISK, "/", Limit.Unit.BYTES_LEFT, 2L << 30),
                        host(CheckSpec.Host.Measure.INODES, "/a b", Limit.Unit.PERCENT_USED, 99.5),
                        host(CheckSpec.Host.Measure.MEMORY, "", Limit.Unit.PERCENT_USED, 1),
                        host(CheckSpec.Host.Measure.LOAD, "15", Limit.Unit.LOAD, 0.1),
                        host(CheckSpec.Host.Measure.CLOCK, "t", Limit.Unit.SECONDS, 1e-3)),
                durations().map(CheckSpec.Ttl::new),
                Combinators.combine(texts(), names()).as(CheckSpec.Alias::new),
                Combinators.combine(
                                Arbitraries.of(true, false),
                                names().list().ofMinSize(1).ofMaxSize(3))
                        .as(CheckSpec.Combined::new)));
        return Combinators.combine(
                        names(),
                        texts().list().ofSize(2),
                        specs,
                        durations().list().ofSize(2),
                        Arbitraries.of(Status.values()),
                        Arbitraries.integers().between(1, 9),
                        durations().injectNull(0.5),
                        options())
                .as((id, t, spec, times, status, number, after, options) -> new CheckDefinition(
                        id,
                        id,
                        t.get(0),
                        t.get(1),
                        spec,
                        times.get(0),
                        times.get(1),
                        status,
                        new Policy(number, number, number + 1),
                        number,
                        Optional.ofNullable(after),
                        options));
    }

    private Arbitrary<CheckOptions> options() {
        var codes = Arbitraries.integers().between(0, 127).set().ofMaxSize(3);
        var flapping = Combinators.combine(
                        Arbitraries.integers().between(2, 100),
                        Arbitraries.integers().between(1, 86_400).map(Duration::ofSeconds),
                        Arbitraries.of(Status.WARNING, Status.CRITICAL))
                .as(FlapPolicy::new);
        return Combinators.combine(
                        durations(),
                        durations().injectNull(0.5),
                        codes,
                        flapping.injectNull(0.5),
                        names().list().ofMaxSize(3),
                        texts(),
                        Arbitraries.of(true, false))
                .as((jitter, delay, exits, flaps, needs, hint, routing) -> new CheckOptions(
                        jitter,
                        Optional.ofNullable(delay),
                        new ExitCodes(
                                exits, exits.stream().map(code -> code + 128).collect(Collectors.toSet())),
                        Optional.ofNullable(flaps),
                        needs,
                        hint,
                        routing))
                .edgeCases(config -> config.add(CheckOptions.NONE));
    }

    @Provide
    Arbitrary<ServiceDefinition> services() {
        var addresses = Combinators.combine(texts(), Arbitraries.integers().between(0, 65535))
                .as(ServiceDefinition.TaggedAddress::new);
        return Combinators.combine(
                        names(),
                        texts().list().ofMaxSize(3),
                        Arbitraries.maps(texts(), addresses).ofMaxSize(3),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(3),
                        Arbitraries.integers().between(0, 65535),
                        Arbitraries.of(true, false),
                        names().list().ofMaxSize(3).optional())
                .as((id, tags, tagged, meta, number, override, nodeChecks) -> new ServiceDefinition(
                        id,
                        id + "x",
                        tags,
                        id,
                        tagged,
                        number,
                        meta,
                        new ServiceDefinition.Weights(number, 1),
                        override,
                        nodeChecks,
                        List.of()));
    }

    @Property(tries = 300)
    void checksComeBack(@ForAll("checks") CheckDefinition check) {
        assertThat(DefinitionText.check(DefinitionText.of(check))).isEqualTo(check);
    }

    @Property(tries = 300)
    void servicesComeBack(@ForAll("services") ServiceDefinition service) {
        assertThat(DefinitionText.service(DefinitionText.of(service))).isEqualTo(service);
    }

    /** As they were written when there were fewer kinds. */
    @Example
    void textsOfEarlierVersionsAreRead() {
        var common = "\"id\":\"a\",\"name\":\"a\",\"notes\":\"\",\"service-id\":\"\",\"interval\":\"PT10S\","
                + "\"timeout\":\"PT5S\",\"status\":\"critical\",\"success-before-passing\":1,"
                + "\"failures-before-warning\":1,\"failures-before-critical\":1,\"output-max-size\":4096";
        assertThat(DefinitionText.check("{" + common
                                + ",\"type\":\"http\",\"url\":\"http://h/\",\"method\":\"GET\",\"headers\":{},"
                                + "\"body\":\"\",\"tls-skip-verify\":true}")
                        .spec())
                .isEqualTo(new CheckSpec.Http(URI.create("http://h/"), "GET", Map.of(), "", true));
        assertThat(DefinitionText.check("{" + common + ",\"type\":\"tcp\",\"host\":\"::1\",\"port\":80}")
                        .spec())
                .isEqualTo(new CheckSpec.Tcp("::1", 80));
    }

    @Example
    void otherTextsAreRefusedWithASentence() {
        for (var text : List.of("", "{}", "{\"id\":{}}", "{", "[1]")) {
            assertThatThrownBy(() -> DefinitionText.check(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a kept definition cannot be read: ");
        }
    }
}
