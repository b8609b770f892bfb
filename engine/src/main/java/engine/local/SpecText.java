package engine.local;

import com.typesafe.config.Config;
import engine.checks.CheckSpec;
import engine.checks.Endpoint;
import engine.checks.HttpExpectation;
import engine.checks.Limit;
import engine.checks.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What checks probe, in the form in which an agent keeps it. What an earlier version did not write has its default. */
final class SpecText {

    private SpecText() {}

    static Map<String, Object> of(CheckSpec spec) {
        var map = new LinkedHashMap<String, Object>();
        switch (spec) {
            case CheckSpec.Script(var command) -> map.put("command", command);
            case CheckSpec.Http http -> put(map, http);
            case CheckSpec.Tcp(var endpoint, var tls, var send, var expect) -> {
                put(map, endpoint);
                tls.ifPresent(with -> put(map, with));
                put(map, send, expect);
            }
            case CheckSpec.Udp(var endpoint, var send, var expect) -> {
                put(map, endpoint);
                put(map, send, expect);
            }
            case CheckSpec.H2Ping(var endpoint, var tls) -> {
                put(map, endpoint);
                tls.ifPresent(with -> put(map, with));
            }
            case CheckSpec.Grpc(var endpoint, var service, var tls) -> {
                put(map, endpoint);
                map.put("service", service);
                tls.ifPresent(with -> put(map, with));
            }
            case CheckSpec.Dns(var name, var type, var server, var expected) -> {
                map.put("name-asked", name);
                map.put("record-type", type);
                server.ifPresent(asked -> put(map, asked));
                map.put("expected", expected);
            }
            case CheckSpec.OsProcess(var pidFile, var name) -> {
                map.put("pid-file", pidFile);
                map.put("process", name);
            }
            case CheckSpec.OsService(var name) -> map.put("unit", name);
            case CheckSpec.Docker(var container, var command) -> {
                map.put("container", container);
                map.put("command", command);
            }
            case CheckSpec.Ping(var host) -> map.put("host", host);
            case CheckSpec.Host host -> {
                map.put("subject", host.subject());
                host.warning().ifPresent(limit -> map.put("warning", text(limit)));
                host.critical().ifPresent(limit -> map.put("critical", text(limit)));
            }
            case CheckSpec.Ttl(var ttl) -> map.put("ttl", ttl.toString());
            case CheckSpec.Alias(var node, var service) -> {
                map.put("node", node);
                map.put("service", service);
            }
            case CheckSpec.Combined(var _, var checks) -> map.put("checks", checks);
        }
        return map;
    }

    static CheckSpec spec(Config in) {
        return switch (in.getString("type")) {
            case "script" -> new CheckSpec.Script(in.getStringList("command"));
            case "http" -> http(in);
            case "tcp" -> new CheckSpec.Tcp(endpoint(in), ifTls(in), text(in, "send"), text(in, "expect"));
            case "udp" -> new CheckSpec.Udp(port(in), text(in, "send"), text(in, "expect"));
            case "h2ping" -> new CheckSpec.H2Ping(port(in), ifTls(in));
            case "grpc" -> new CheckSpec.Grpc(port(in), in.getString("service"), ifTls(in));
            case "dns" ->
                new CheckSpec.Dns(
                        in.getString("name-asked"),
                        in.getString("record-type"),
                        in.hasPath("host") ? Optional.of(port(in)) : Optional.empty(),
                        in.getStringList("expected"));
            case "process" -> new CheckSpec.OsProcess(in.getString("pid-file"), in.getString("process"));
            case "os_service" -> new CheckSpec.OsService(in.getString("unit"));
            case "docker" -> new CheckSpec.Docker(in.getString("container"), in.getStringList("command"));
            case "ping" -> new CheckSpec.Ping(in.getString("host"));
            case "disk", "inodes", "memory", "load", "clock" ->
                new CheckSpec.Host(
                        CheckSpec.Host.Measure.valueOf(in.getString("type").toUpperCase(Locale.ROOT)),
                        in.getString("subject"),
                        limit(in, "warning"),
                        limit(in, "critical"));
            case "ttl" -> new CheckSpec.Ttl(Duration.parse(in.getString("ttl")));
            case "alias" -> new CheckSpec.Alias(in.getString("node"), in.getString("service"));
            case "all-of" -> new CheckSpec.Combined(true, in.getStringList("checks"));
            case "any-of" -> new CheckSpec.Combined(false, in.getStringList("checks"));
            default -> throw new IllegalArgumentException("no check has the type " + in.getString("type"));
        };
    }

    private static void put(Map<String, Object> map, CheckSpec.Http http) {
        map.put("url", http.url().toString());
        map.put("method", http.method());
        map.put("headers", http.headers());
        map.put("body", http.body());
        map.put("disable-redirects", http.disableRedirects());
        put(map, http.tls());
        map.put("expect-status", http.expectation().status());
        map.put("expect-body", http.expectation().body());
        map.put("reject-body", http.expectation().rejectedBody());
        map.put("expect-header", http.expectation().headers());
        map.put("expect-json", http.expectation().json());
        map.put("unix-socket", http.unixSocket());
    }

    private static CheckSpec http(Config in) {
        return new CheckSpec.Http(
                URI.create(in.getString("url")),
                in.getString("method"),
                in.getObject("headers").unwrapped().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> list(header.getValue()))),
                in.getString("body"),
                flag(in, "disable-redirects"),
                tls(in),
                new HttpExpectation(
                        in.hasPath("expect-status") ? in.getStringList("expect-status") : List.of(),
                        text(in, "expect-body"),
                        text(in, "reject-body"),
                        texts(in, "expect-header"),
                        texts(in, "expect-json")),
                text(in, "unix-socket"));
    }

    private static void put(Map<String, Object> map, Endpoint endpoint) {
        switch (endpoint) {
            case Endpoint.Port(var host, var port) -> {
                map.put("host", host);
                map.put("port", port);
            }
            case Endpoint.Unix(var path) -> map.put("path", path);
        }
    }

    private static Endpoint endpoint(Config in) {
        return in.hasPath("path") ? new Endpoint.Unix(in.getString("path")) : port(in);
    }

    private static Endpoint.Port port(Config in) {
        return new Endpoint.Port(in.getString("host"), in.getInt("port"));
    }

    private static void put(Map<String, Object> map, String send, String expect) {
        map.put("send", send);
        map.put("expect", expect);
    }

    private static void put(Map<String, Object> map, Tls tls) {
        map.put("tls-skip-verify", tls.skipVerify());
        map.put("tls-server-name", tls.serverName());
        map.put("tls-ca-file", tls.caFile());
        map.put("tls-cert-file", tls.certFile());
        map.put("tls-key-file", tls.keyFile());
    }

    private static Tls tls(Config in) {
        return new Tls(
                flag(in, "tls-skip-verify"),
                text(in, "tls-server-name"),
                text(in, "tls-ca-file"),
                text(in, "tls-cert-file"),
                text(in, "tls-key-file"));
    }

    private static Optional<Tls> ifTls(Config in) {
        return in.hasPath("tls-skip-verify") ? Optional.of(tls(in)) : Optional.empty();
    }

    private static List<String> text(Limit limit) {
        return List.of(limit.unit().name(), Double.toString(limit.value()));
    }

    private static Optional<Limit> limit(Config in, String key) {
        if (!in.hasPath(key)) {
            return Optional.empty();
        }
        var parts = in.getStringList(key);
        return Optional.of(new Limit(Limit.Unit.valueOf(parts.getFirst()), Double.parseDouble(parts.getLast())));
    }

    private static boolean flag(Config in, String key) {
        return in.hasPath(key) && in.getBoolean(key);
    }

    private static String text(Config in, String key) {
        return in.hasPath(key) ? in.getString(key) : "";
    }

    private static Map<String, String> texts(Config in, String key) {
        return in.hasPath(key)
                ? in.getObject(key).unwrapped().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, pair -> pair.getValue().toString()))
                : Map.of();
    }

    private static List<String> list(Object value) {
        return ((List<?>) value).stream().map(Object::toString).toList();
    }
}
