package engine.dns;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * TTLs of the answers about services: by name, or by the beginning of names ({@code web*}). The name itself goes before
 * the longest beginning, {@code *} is any name. Names compare without regard to case.
 */
public final class ServiceTtls {
    private final Map<String, Duration> named = new HashMap<>();
    private final List<Map.Entry<String, Duration>> beginnings;

    /** Each TTL 0 s to 2^31-1 s; a service under no key has 0 s. */
    public ServiceTtls(Map<String, Duration> byKey) {
        byKey.forEach((key, ttl) -> {
            if (!key.endsWith("*")) {
                named.put(key.toLowerCase(Locale.ROOT), DnsSettings.ttl("service-ttl." + key, ttl));
            }
        });
        this.beginnings = byKey.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("*"))
                .map(entry -> Map.entry(
                        entry.getKey().substring(0, entry.getKey().length() - 1).toLowerCase(Locale.ROOT),
                        DnsSettings.ttl("service-ttl." + entry.getKey(), entry.getValue())))
                .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
                .toList();
    }

    /** The same for all services. */
    public static ServiceTtls all(Duration ttl) {
        return new ServiceTtls(Map.of("*", ttl));
    }

    Duration of(String service) {
        String name = service.toLowerCase(Locale.ROOT);
        Duration exact = named.get(name);
        return exact != null
                ? exact
                : beginnings.stream()
                        .filter(entry -> name.startsWith(entry.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(Duration.ZERO);
    }
}
