package engine.config;

import engine.text.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Definition} of a check that is registered in the catalog, in the form in which it is kept and shown: Consul's members
 * by its names and in its order, then those that only checks here have, as they were written. What is empty, and what is no part of
 * a check, is left out.
 */
public final class CatalogDefinition {

    /** Most characters of one, as JSON. */
    public static final int MOST = 16_384;

    /** Members that are durations, kept in nanoseconds and shown as Go writes them. */
    public static final Set<String> DURATIONS = Set.of("Interval", "Timeout", "DeregisterCriticalServiceAfter");

    /** What a check is called and belongs to, which its registration says. */
    private static final Set<String> OF_REGISTRATION = Stream.of(
                    "name", "id", "check-id", "service-id", "notes", "status", "token", "namespace", "partition")
            .map(Keys::canonical)
            .collect(Collectors.toSet());

    private CatalogDefinition() {}

    /**
     * As it is kept; empty where it says nothing.
     *
     * @throws DefinitionException with Consul's sentence for a member of the wrong type
     */
    static String of(Fields fields) {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        put(kept, "Interval", nanos(fields, "interval", "interval-duration"));
        put(kept, "Timeout", nanos(fields, "timeout", "timeout-duration"));
        put(
                kept,
                "DeregisterCriticalServiceAfter",
                nanos(fields, "deregister-critical-service-after", "deregister-critical-service-after-duration"));
        put(kept, "HTTP", fields.text("http"));
        put(kept, "TLSSkipVerify", fields.flag("tls-skip-verify"));
        put(kept, "Header", fields.textLists("header"));
        put(kept, "Method", fields.text("method"));
        put(kept, "Body", fields.text("body"));
        put(kept, "TCP", fields.text("tcp"));
        put(kept, "OutputMaxSize", (long) fields.number("output-max-size", 0));
        put(kept, "ScriptArgs", fields.has("script-args") ? fields.texts("script-args") : fields.texts("args"));
        put(kept, "DockerContainerID", fields.text("docker-container-id"));
        put(kept, "Shell", fields.text("shell"));
        put(kept, "GRPC", fields.text("grpc"));
        put(kept, "GRPCUseTLS", fields.flag("grpc-use-tls"));
        put(kept, "AliasNode", fields.text("alias-node"));
        put(kept, "AliasService", fields.text("alias-service"));
        put(kept, "TTL", nanos(fields, "ttl", "ttl"));
        kept.putAll(ours(kept, fields.written()));
        var text = kept.isEmpty() ? "" : Json.text(kept);
        if (text.length() > MOST) {
            throw fields.wrong("the Definition of a check has " + text.length() + " characters; at most " + MOST);
        }
        return text;
    }

    /** The type that Consul shows for a definition; empty for one that it does not know. */
    public static String type(String definition) {
        if (definition.isEmpty()) {
            return "";
        }
        var members = Json.object(definition).keySet();
        return Stream.of(
                        Map.entry("HTTP", "http"),
                        Map.entry("TCP", "tcp"),
                        Map.entry("GRPC", "grpc"),
                        Map.entry("DockerContainerID", "docker"),
                        Map.entry("ScriptArgs", "script"),
                        Map.entry("TTL", "ttl"),
                        Map.entry("AliasNode", "alias"),
                        Map.entry("AliasService", "alias"))
                .filter(kind -> members.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> ours(Map<String, ?> kept, Map<String, ?> written) {
        var known = CheckReader.keys().stream().map(Keys::canonical).collect(Collectors.toSet());
        known.removeAll(OF_REGISTRATION);
        known.removeAll(Set.of("args", "scriptargs"));
        CONSULS.forEach(name -> known.remove(Keys.canonical(name)));
        var ours = new TreeMap<String, Object>();
        written.forEach((name, value) -> {
            if (known.contains(Keys.canonical(name)) && !kept.containsKey(name)) {
                ours.put(name, value);
            }
        });
        return ours;
    }

    private static final List<String> CONSULS = List.of(
            "Interval",
            "Timeout",
            "DeregisterCriticalServiceAfter",
            "HTTP",
            "TLSSkipVerify",
            "Header",
            "Method",
            "Body",
            "TCP",
            "OutputMaxSize",
            "ScriptArgs",
            "DockerContainerID",
            "Shell",
            "GRPC",
            "GRPCUseTLS",
            "AliasNode",
            "AliasService",
            "TTL");

    private static long nanos(Fields fields, String key, String otherwise) {
        var duration = fields.duration(key).or(() -> fields.duration(otherwise)).orElse(Duration.ZERO);
        return duration.isNegative() ? 0 : duration.toNanos();
    }

    private static void put(Map<String, @Nullable Object> kept, String name, Object value) {
        var empty = switch (value) {
            case String text -> text.isEmpty();
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
        if (!empty) {
            kept.put(name, value);
        }
    }
}
