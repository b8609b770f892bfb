package engine.config;

import engine.checks.CheckSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a check probes. Where an HTTP body says several kinds, the first in Consul's order counts. */
final class SpecReader {

    /** Keys that say what is probed and how. */
    static final Set<String> KEYS = Set.of(
            "http",
            "method",
            "header",
            "body",
            "tls-skip-verify",
            "tcp",
            "script",
            "args",
            "script-args",
            "shell",
            "ttl",
            "alias-node",
            "alias-service",
            "all-of",
            "any-of");

    /** Kinds that are refused. */
    static final Set<String> LATER = Set.of(
            "grpc",
            "grpc-use-tls",
            "udp",
            "docker-container-id",
            "os-service",
            "h2ping",
            "h2ping-use-tls",
            "tcp-use-tls");

    private final Fields fields;
    private final Duration interval;
    private final Duration ttl;
    private final String http;
    private final String tcp;
    private final List<String> command;
    private final String aliasNode;
    private final String aliasService;
    private final List<String> allOf;
    private final List<String> anyOf;

    SpecReader(Fields fields, Duration interval, Duration ttl) {
        this.fields = fields;
        this.interval = interval;
        this.ttl = ttl;
        http = fields.text("http");
        tcp = fields.text("tcp");
        command = command();
        aliasNode = fields.text("alias-node");
        aliasService = fields.text("alias-service");
        allOf = fields.texts("all-of");
        anyOf = fields.texts("any-of");
    }

    CheckSpec spec() {
        refuseLaterKinds();
        var method = fields.text("method");
        var headers = fields.textLists("header");
        var content = fields.text("body");
        var skipVerify = fields.flag("tls-skip-verify");
        boolean probed = !http.isEmpty() || !tcp.isEmpty() || !command.isEmpty();
        boolean alias = !aliasNode.isEmpty() || !aliasService.isEmpty();
        boolean combined = !allOf.isEmpty() || !anyOf.isEmpty();
        if (combined) {
            return combined(probed || alias || ttl.isPositive());
        }
        validate(probed, alias);
        if (ttl.isPositive()) {
            return new CheckSpec.Ttl(ttl);
        }
        if (!http.isEmpty()) {
            var verb = method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT);
            if (!verb.matches("[A-Z]{1,20}")) {
                throw CheckReader.invalid(fields, "method", "method must be an HTTP method such as GET");
            }
            return checked("http", () -> new CheckSpec.Http(uri(), verb, headers, content, skipVerify));
        }
        if (!tcp.isEmpty()) {
            return checked("tcp", this::tcp);
        }
        return command.isEmpty()
                ? new CheckSpec.Alias(aliasNode, aliasService)
                : checked("args", () -> new CheckSpec.Script(command));
    }

    private CheckSpec combined(boolean more) {
        var key = allOf.isEmpty() ? "any-of" : "all-of";
        if (more || (!allOf.isEmpty() && !anyOf.isEmpty())) {
            throw CheckReader.invalid(
                    fields, key, "a check with " + key + " has no other kind; write one check for each");
        }
        return checked(key, () -> new CheckSpec.Combined(!allOf.isEmpty(), allOf.isEmpty() ? anyOf : allOf));
    }

    /** Consul's rules, in its order and words. */
    private void validate(boolean probed, boolean alias) {
        if (interval.isPositive() && ttl.isPositive()) {
            throw CheckReader.invalid(fields, "ttl", "Interval and TTL cannot both be specified");
        }
        if (probed && !interval.isPositive()) {
            throw CheckReader.invalid(fields, "interval", "Interval must be > 0 for Script, HTTP, or TCP checks");
        }
        if (alias && ttl.isPositive()) {
            throw CheckReader.invalid(fields, "ttl", "TTL must be not be set for Alias checks");
        }
        if (!probed && !alias && !ttl.isPositive()) {
            throw CheckReader.invalid(fields, "ttl", "TTL must be > 0 for TTL checks");
        }
        if (!fields.isBody()) {
            var kinds = new ArrayList<String>();
            add(kinds, "http", !http.isEmpty());
            add(kinds, "tcp", !tcp.isEmpty());
            add(kinds, "script", !command.isEmpty());
            add(kinds, "ttl", ttl.isPositive());
            add(kinds, "alias", alias);
            if (kinds.size() > 1) {
                throw fields.wrong("a check has one kind, this one has " + String.join(" and ", kinds)
                        + "; write one check for each");
            }
        }
    }

    private void refuseLaterKinds() {
        for (var key : LATER.stream().sorted().toList()) {
            if (fields.has(key) && !List.of("", "false").contains(textOf(key))) {
                throw CheckReader.invalid(
                        fields,
                        key,
                        "'" + key
                                + "' checks are not in this version; there are script, args, http, tcp, ttl and alias checks");
            }
        }
    }

    private String textOf(String key) {
        return key.endsWith("-tls") ? String.valueOf(fields.flag(key)) : fields.text(key);
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

    private URI uri() {
        try {
            return new URI(http);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(
                    "an http check needs an http:// or https:// URL, not '" + Values.shorten(http) + "'");
        }
    }

    private CheckSpec tcp() {
        int colon = tcp.lastIndexOf(':');
        var port = tcp.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("a tcp check needs host:port, not '" + Values.shorten(tcp) + "'");
        }
        var host = tcp.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new CheckSpec.Tcp(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    private CheckSpec checked(String key, Supplier<CheckSpec> spec) {
        try {
            return spec.get();
        } catch (IllegalArgumentException e) {
            throw CheckReader.invalid(fields, key, String.valueOf(e.getMessage()));
        }
    }

    private static void add(List<String> kinds, String kind, boolean present) {
        if (present) {
            kinds.add(kind);
        }
    }
}
