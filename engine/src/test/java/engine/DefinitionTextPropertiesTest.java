package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.checks.CheckDefinition;
import engine.checks.CheckOptions;
import engine.checks.CheckSpec;
import engine.checks.ExitCodes;
import engine.checks.FlapPolicy;
import engine.checks.Policy;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
                        texts())
                .as((jitter, delay, exits, flaps, needs, hint) -> new CheckOptions(
                        jitter,
                        Optional.ofNullable(delay),
                        new ExitCodes(
                                exits, exits.stream().map(code -> code + 128).collect(Collectors.toSet())),
                        Optional.ofNullable(flaps),
                        needs,
                        hint))
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
                        Arbitraries.of(true, false))
                .as((id, tags, tagged, meta, number, override) -> new ServiceDefinition(
                        id,
                        id + "x",
                        tags,
                        id,
                        tagged,
                        number,
                        meta,
                        new ServiceDefinition.Weights(number, 1),
                        override,
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

    @Example
    void otherTextsAreRefusedWithASentence() {
        for (var text : List.of("", "{}", "{\"id\":{}}", "{", "[1]")) {
            assertThatThrownBy(() -> DefinitionText.check(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a kept definition cannot be read: ");
        }
    }
}
