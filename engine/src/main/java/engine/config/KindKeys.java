package engine.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which keys go with which kinds of checks. One that would have no effect is refused. Those that Consul has are taken with any
 * kind, as Consul does.
 */
final class KindKeys {

    private static final Set<String> HOST = Set.of("disk", "inodes", "memory", "load", "clock");
    private static final Set<String> TLS = Set.of("http", "tcp", "grpc", "h2ping");
    private static final Set<String> TALK = Set.of("tcp", "udp");

    private static final Map<String, Set<String>> KINDS = Map.ofEntries(
            Map.entry("unix-socket", Set.of("http")),
            Map.entry("expect-status", Set.of("http")),
            Map.entry("expect-body", Set.of("http")),
            Map.entry("reject-body", Set.of("http")),
            Map.entry("expect-header", Set.of("http")),
            Map.entry("expect-json", Set.of("http")),
            Map.entry("send", TALK),
            Map.entry("expect", TALK),
            Map.entry("dns-type", Set.of("dns")),
            Map.entry("dns-server", Set.of("dns")),
            Map.entry("dns-expect", Set.of("dns")),
            Map.entry("warning", HOST),
            Map.entry("critical", HOST),
            Map.entry("tls-ca-file", TLS),
            Map.entry("tls-cert-file", TLS),
            Map.entry("tls-key-file", TLS));

    /** The order in which they are looked at, so that the same mistake gives the same sentence. */
    private static final List<String> KEYS = KINDS.keySet().stream().sorted().toList();

    private KindKeys() {}

    /** Refuses the keys of other kinds. */
    static void validate(Fields fields, String kind) {
        for (var key : KEYS) {
            var kinds = KINDS.get(key);
            if (kinds != null && !kinds.contains(kind) && fields.has(key)) {
                throw CheckReader.invalid(
                        fields,
                        key,
                        "%s goes with %s; this check is of kind %s"
                                .formatted(
                                        key,
                                        String.join(
                                                ", ", kinds.stream().sorted().toList()),
                                        kind));
            }
        }
    }
}
