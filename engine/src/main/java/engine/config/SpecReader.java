package engine.config;

import engine.checks.CheckSpec;
import engine.checks.Endpoint;
import engine.checks.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a check probes. Where an HTTP body says several kinds, the first in Consul's order counts. */
final class SpecReader {

    /** Keys that say what is probed and how. */
    static final Set<String> KEYS = Stream.of(
                    HttpCheckReader.KEYS,
                    TlsReader.KEYS,
                    Set.of("tcp", "tcp-use-tls", "udp", "send", "expect"),
                    Set.of("h2ping", "h2ping-use-tls", "grpc", "grpc-use-tls"),
                    Set.of("dns", "dns-type", "dns-server", "dns-expect", "process", "pid-file", "os-service"),
                    HostReader.KEYS,
                    Set.of("ping", "docker-container-id"),
                    Set.of("script", "args", "script-args", "shell"),
                    Set.of("ttl", "alias-node", "alias-service", "all-of", "any-of"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * A kind that a check may be of.
     *
     * @param key that an error is about
     */
    private record Kind(String name, String key, boolean present, Supplier<CheckSpec> spec) {}

    private final Fields fields;
    private final Duration interval;
    private final Duration ttl;
    private final List<Kind> kinds;

    SpecReader(Fields fields, Duration interval, Duration ttl) {
        this.fields = fields;
        this.interval = interval;
        this.ttl = ttl;
        var command = command();
        var aliasNode = fields.text("alias-node");
        var aliasService = fields.text("alias-service");
        var container = fields.text("docker-container-id");
        kinds = new ArrayList<>(List.of(
                new Kind("ttl", "ttl", ttl.isPositive(), () -> new CheckSpec.Ttl(ttl)),
                kind("http", () -> HttpCheckReader.read(fields)),
                kind("h2ping", this::h2ping),
                kind("tcp", this::tcp),
                kind("udp", this::udp),
                kind("grpc", this::grpc),
                new Kind(
                        "docker",
                        "docker-container-id",
                        !container.isEmpty(),
                        () -> new CheckSpec.Docker(container, command)),
                kind("os-service", () -> new CheckSpec.OsService(fields.text("os-service"))),
                kind("dns", this::dns),
                new Kind(
                        "process",
                        fields.text("process").isEmpty() ? "pid-file" : "process",
                        !(fields.text("process") + fields.text("pid-file")).isEmpty(),
                        () -> new CheckSpec.OsProcess(fields.text("pid-file"), fields.text("process"))),
                kind("ping", () -> new CheckSpec.Ping(fields.text("ping"))),
                new Kind(
                        "script",
                        "args",
                        !command.isEmpty() && container.isEmpty(),
                        () -> new CheckSpec.Script(command)),
                new Kind(
                        "alias",
                        "alias-node",
                        !aliasNode.isEmpty() || !aliasService.isEmpty(),
                        () -> new CheckSpec.Alias(aliasNode, aliasService)),
                combined("all-of", true),
                combined("any-of", false)));
        for (var measure : CheckSpec.Host.Measure.values()) {
            var key = HostReader.key(measure);
            kinds.add(
                    new Kind(key, key, HostReader.isPresent(fields, measure), () -> HostReader.read(fields, measure)));
        }
    }

    private Kind kind(String key, Supplier<CheckSpec> spec) {
        return new Kind(key, key, !fields.text(key).isEmpty(), spec);
    }

    private Kind combined(String key, boolean all) {
        var checks = fields.texts(key);
        return new Kind(key, key, fields.has(key), () -> new CheckSpec.Combined(all, checks));
    }

    CheckSpec spec() {
        readTypes();
        var present = kinds.stream().filter(Kind::present).toList();
        validate(present);
        var kind = present.getFirst();
        KindKeys.validate(fields, kind.name());
        try {
            return kind.spec().get();
        } catch (DefinitionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw CheckReader.invalid(fields, kind.key(), String.valueOf(e.getMessage()));
        }
    }

    /** What cannot be read is refused, also where the kind that counts does not ask for it. */
    private void readTypes() {
        List.of("method", "body", "tls-server-name").forEach(fields::text);
        List.of("tls-skip-verify", "disable-redirects", "tcp-use-tls", "h2ping-use-tls", "grpc-use-tls")
                .forEach(fields::flag);
        fields.textLists("header");
    }

    /** Consul's rules, in its order and words. */
    private void validate(List<Kind> present) {
        var probed = present.stream()
                .filter(kind -> !Set.of("ttl", "alias", "all-of", "any-of").contains(kind.name()))
                .findFirst();
        var combined = present.stream()
                .map(Kind::name)
                .filter(Set.of("all-of", "any-of")::contains)
                .findFirst();
        if (combined.isPresent() && present.size() > 1) {
            throw CheckReader.invalid(
                    fields,
                    combined.get(),
                    "a check with " + combined.get() + " has no other kind; write one check for each");
        }
        if (interval.isPositive() && ttl.isPositive()) {
            throw CheckReader.invalid(fields, "ttl", "Interval and TTL cannot both be specified");
        }
        if (probed.isPresent() && !interval.isPositive()) {
            throw CheckReader.invalid(
                    fields,
                    "interval",
                    Set.of("script", "http", "tcp").contains(probed.get().name())
                            ? "Interval must be > 0 for Script, HTTP, or TCP checks"
                            : "Interval must be > 0 for " + probed.get().name() + " checks");
        }
        if (ttl.isPositive() && present.stream().anyMatch(kind -> kind.name().equals("alias"))) {
            throw CheckReader.invalid(fields, "ttl", "TTL must be not be set for Alias checks");
        }
        if (present.isEmpty() && !fields.isBody() && !fields.has("ttl")) {
            throw fields.wrong(
                    "Invalid check: it says nothing to check: http, tcp, args, ttl or another kind, which docs/checks.md lists");
        }
        if (present.isEmpty()) {
            throw CheckReader.invalid(fields, "ttl", "TTL must be > 0 for TTL checks");
        }
        if (!fields.isBody() && present.size() > 1) {
            throw fields.wrong("a check has one kind, this one has "
                    + present.stream().map(Kind::name).collect(Collectors.joining(" and "))
                    + "; write one check for each");
        }
    }

    /** {@code script} is a line for a shell, {@code args} a program; {@code shell} says which shell and makes args a line. */
    private List<String> command() {
        var script = fields.text("script");
        var args = fields.texts("args");
        var scriptArgs = fields.texts("script-args");
        var shell = fields.text("shell");
        var words = args.isEmpty() ? scriptArgs : args;
        if (!script.isEmpty() && !words.isEmpty()) {
            throw CheckReader.invalid(fields, "script", "script and args say two programs; keep one");
        }
        if (script.isEmpty() && shell.isEmpty()) {
            return words;
        }
        var line = script.isEmpty() ? String.join(" ", words) : script;
        return line.isEmpty() ? List.of() : List.of(shell.isEmpty() ? "/bin/sh" : shell, "-c", line);
    }

    private CheckSpec h2ping() {
        boolean secured = !fields.has("h2ping-use-tls") || fields.flag("h2ping-use-tls");
        return new CheckSpec.H2Ping(Endpoint.port("h2ping", fields.text("h2ping"), 0), tls(secured));
    }

    /** {@code host:port}, or {@code host:port/service}. */
    private CheckSpec grpc() {
        var parts = fields.text("grpc").split("/", 2);
        return new CheckSpec.Grpc(
                Endpoint.port("grpc", parts[0], 0), parts.length > 1 ? parts[1] : "", tls(fields.flag("grpc-use-tls")));
    }

    private Optional<Tls> tls(boolean used) {
        return used ? Optional.of(TlsReader.read(fields)) : Optional.empty();
    }

    private CheckSpec tcp() {
        return new CheckSpec.Tcp(
                Endpoint.parse("tcp", fields.text("tcp")),
                tls(fields.flag("tcp-use-tls")),
                fields.text("send"),
                fields.text("expect"));
    }

    private CheckSpec dns() {
        var type = fields.text("dns-type");
        var server = fields.text("dns-server");
        return new CheckSpec.Dns(
                fields.text("dns"),
                type.isEmpty() ? "A" : type.toUpperCase(Locale.ROOT),
                server.isEmpty() ? Optional.empty() : Optional.of(server(server)),
                fields.scalars("dns-expect"));
    }

    private Endpoint.Port server(String text) {
        try {
            return Endpoint.port("dns", text, 53);
        } catch (IllegalArgumentException _) {
            throw CheckReader.invalid(
                    fields, "dns-server", "dns-server must be a host or host:port, not '" + Values.shorten(text) + "'");
        }
    }

    private CheckSpec udp() {
        return new CheckSpec.Udp(
                Endpoint.port("udp", fields.text("udp"), 0), fields.text("send"), fields.text("expect"));
    }
}
