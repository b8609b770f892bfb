package engine.config;

import engine.config.Definitions.Warnings;
import engine.events.Action;
import engine.events.QueuePolicy;
import engine.events.Retry;
import engine.events.Template;
import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Trigger.Source.WatchType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads Consul's watches: each becomes a trigger. What they run is not repeated in errors, as it may hold secrets. */
final class WatchReader {
    private static final Set<String> COMMON = Set.of(
            "type", "datacenter", "token", "stale", "handler-type", "handler", "script", "args", "http-handler-config");
    /** What each type takes beside that. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "key", Set.of("key"),
            "keyprefix", Set.of("prefix"),
            "services", Set.of(),
            "nodes", Set.of(),
            "service", Set.of("service", "tag", "passingonly"),
            "checks", Set.of("service", "state"),
            "event", Set.of("name"));

    private static final Set<String> ABSENT = Set.of("connect_roots", "connect_leaf", "agent_service");
    private static final Set<String> ALL =
            TYPES.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

    private final Duration timeout;
    private final Warnings warnings;
    private final Set<String> names = new HashSet<>();

    WatchReader(Duration timeout, Warnings warnings) {
        this.timeout = timeout;
        this.warnings = warnings;
    }

    /** Empty for a watch of what there is not here, which a warning says. */
    Optional<Trigger> read(Fields fields) {
        var known = new HashSet<>(COMMON);
        known.addAll(ALL);
        fields.only(known, Set.of("service-id"));
        var type = fields.text("type").toLowerCase(Locale.ROOT);
        if (ABSENT.contains(type)) {
            warnings.add(fields, "type", "this watch is ignored: type " + type + " has no counterpart here");
            return Optional.empty();
        }
        var own = TYPES.get(type);
        if (own == null) {
            throw fields.wrong(
                    "type", "the type of a watch is key, keyprefix, services, nodes, service, checks or event");
        }
        ALL.stream()
                .filter(key -> fields.has(key) && !own.contains(key))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw fields.wrong(key, key + " is not for a watch of type " + type);
                });
        warnings.unused(fields, "token");
        var action = action(fields);
        return Optional.of(new Trigger(
                name(fields, type),
                source(fields, type),
                Trigger.Where.ANYWHERE,
                action,
                action instanceof Action.Call ? httpTimeout(fields) : timeout,
                type.equals("event") ? new QueuePolicy.Serial() : new QueuePolicy.Latest(),
                Optional.empty(),
                Retry.NONE,
                Trigger.OnCrash.REPORT,
                Trigger.Once.PER_NODE));
    }

    /** Watches have no names; those that look at the same are numbered. */
    private String name(Fields fields, String type) {
        var what = List.of("key", "prefix", "service", "state", "name").stream()
                .map(fields::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("/"));
        var name = "watch/" + type + (what.isEmpty() ? "" : "/" + what);
        var numbered = name;
        for (var i = 2; !names.add(numbered); i++) {
            numbered = name + "#" + i;
        }
        return numbered;
    }

    private static Source source(Fields fields, String type) {
        return switch (type) {
            case "key" -> new Source.Watch(WatchType.KEY, query(fields, "/v1/kv/" + path(needed(fields, type, "key"))));
            case "keyprefix" ->
                new Source.Watch(
                        WatchType.PREFIX, query(fields, "/v1/kv/" + path(needed(fields, type, "prefix")), "recurse"));
            case "services", "nodes" -> new Source.Watch(WatchType.WHOLE, query(fields, "/v1/catalog/" + type));
            case "service" -> {
                var tags = fields.isText("tag") ? List.of(fields.text("tag")) : fields.texts("tag");
                var parameters = new ArrayList<>(
                        tags.stream().map(tag -> "tag=" + encoded(tag)).toList());
                if (fields.flag("passingonly")) {
                    parameters.add("passing");
                }
                yield new Source.Watch(
                        WatchType.WHOLE,
                        query(
                                fields,
                                "/v1/health/service/" + encoded(needed(fields, type, "service")),
                                parameters.toArray(String[]::new)));
            }
            case "checks" -> {
                if (fields.has("service") && fields.has("state")) {
                    throw fields.wrong("state", "a watch of checks is for a service or a state, not for both");
                }
                yield new Source.Watch(
                        WatchType.WHOLE,
                        query(
                                fields,
                                fields.has("service")
                                        ? "/v1/health/checks/" + encoded(fields.text("service"))
                                        : "/v1/health/state/"
                                                + encoded(fields.has("state") ? fields.text("state") : "any")));
            }
            default -> new Source.WatchedEvents(fields.text("name"));
        };
    }

    private static String needed(Fields fields, String type, String key) {
        if (fields.text(key).isEmpty()) {
            throw fields.wrong("a watch of type " + type + " needs " + key);
        }
        return fields.text(key);
    }

    private static String query(Fields fields, String path, String... more) {
        var parameters = new ArrayList<>(List.of(more));
        if (!fields.text("datacenter").isEmpty()) {
            parameters.add("dc=" + encoded(fields.text("datacenter")));
        }
        if (fields.flag("stale")) {
            parameters.add("stale");
        }
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private Action action(Fields fields) {
        var handler = fields.text("handler-type");
        boolean script = handler.isEmpty() || handler.equals("script");
        if (!script && !handler.equals("http")) {
            throw fields.wrong("handler-type", "handler_type is script or http");
        }
        var line = fields.has("handler") ? fields.text("handler") : fields.text("script");
        boolean program = !line.isBlank() || fields.has("args");
        boolean call = fields.has("http-handler-config");
        if (script ? call || !program : program || !call) {
            throw fields.wrong(
                    script
                            ? "a watch needs args, the program and its arguments; http_handler_config is for handler_type ="
                                    + " http"
                            : "a watch with handler_type = http needs http_handler_config, and no program");
        }
        if (!script) {
            return call(fields.block("http-handler-config").orElseThrow(), warnings);
        }
        if (!line.isBlank() && fields.has("args")) {
            throw fields.wrong("args", "a watch has args or handler, not both");
        }
        try {
            return Action.Program.of(line.isBlank() ? fields.texts("args") : List.of("/bin/sh", "-c", line));
        } catch (IllegalArgumentException _) {
            throw fields.wrong("args", "args is a list of a program and its arguments");
        }
    }

    private static Action call(Fields fields, Warnings warnings) {
        fields.only("path", "method", "timeout", "header", "tls-skip-verify");
        var path = fields.text("path");
        if (!path.startsWith("http://") && !path.startsWith("https://")) {
            throw fields.wrong("path", "http_handler_config needs a path that begins with http:// or https://");
        }
        if (fields.flag("tls-skip-verify")) {
            warnings.add(fields, "tls-skip-verify", "tls_skip_verify has no effect: certificates are verified");
        }
        var headers = new LinkedHashMap<String, List<Template>>();
        headers.put("Content-Type", List.of(literal("application/json")));
        fields.textLists("header")
                .forEach((name, values) -> headers.put(
                        name, values.stream().map(WatchReader::literal).toList()));
        return new Action.Call(
                fields.has("method") ? fields.text("method").toUpperCase(Locale.ROOT) : "POST",
                literal(path),
                headers,
                Template.PAYLOAD,
                Set.of());
    }

    private static Duration httpTimeout(Fields fields) {
        return fields.block("http-handler-config")
                .flatMap(config -> config.duration("timeout"))
                .filter(Duration::isPositive)
                .orElse(HTTP_TIMEOUT);
    }

    /** Consul knows no variables. */
    private static Template literal(String text) {
        return new Template(List.of(new Template.Part.Text(text)));
    }

    private static String path(String key) {
        return Arrays.stream(key.split("/", -1)).map(WatchReader::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
