package engine.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads what DNS serves: its names, {@code dns-config} and {@code recursors}. */
final class DnsReader {
    private static final int PORT = 53;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Ten years. */
    private static final Duration LONGEST_STALE = Duration.ofDays(3_650);

    private static final List<String> ORDERS = List.of("random", "rotate", "weighted", "near", "stable");
    private static final List<String> STRATEGIES = List.of("sequential", "random");

    private final Values values;
    private final List<String> warnings;

    DnsReader(Values values, List<String> warnings) {
        this.values = values;
        this.warnings = warnings;
    }

    Settings.Dns dns() {
        return new Settings.Dns(
                domain("domain", true),
                domain("alt-domain", false),
                ttl("dns-config.node-ttl", values.at("dns-config.node-ttl")),
                serviceTtl(),
                values.flag("dns-config.only-passing"),
                values.number("dns-config.udp-answer-limit", 1, 1000),
                values.number("dns-config.a-record-limit", 0, 10_000),
                values.flag("dns-config.enable-truncate"),
                values.flag("dns-config.enable-additional-node-meta-txt"),
                values.seconds("dns-config.soa.refresh"),
                values.seconds("dns-config.soa.retry"),
                values.seconds("dns-config.soa.expire"),
                values.seconds("dns-config.soa.min-ttl"),
                answers(),
                recursors(),
                tls(),
                freshness());
    }

    private Settings.DnsFreshness freshness() {
        return new Settings.DnsFreshness(
                values.flag("dns-config.allow-stale")
                        ? shorter(values.duration("dns-config.max-stale", Duration.ZERO), LONGEST_STALE)
                        : Duration.ZERO,
                values.flag("dns-config.use-cache"),
                values.duration("dns-config.cache-max-age", Duration.ZERO));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Settings.DnsTls tls() {
        var port = values.number("dns-config.tls.port", -1, 65_535);
        var certFile = values.text("dns-config.tls.cert-file");
        var keyFile = values.text("dns-config.tls.key-file");
        if (port >= 0 && (certFile.isEmpty() || keyFile.isEmpty())) {
            throw values.wrong("dns-config.tls.port", "dns-config.tls.port needs cert-file and key-file beside it");
        }
        return new Settings.DnsTls(port, certFile, keyFile);
    }

    private Settings.DnsAnswers answers() {
        return new Settings.DnsAnswers(
                !values.flag("dns-config.disable-compression"),
                values.flag("dns-config.minimal-responses"),
                oneOf("dns-config.order", ORDERS),
                values.flag("dns-config.last-resort"),
                values.text("dns-config.nsid"),
                values.number("dns-config.responses-per-second", 0, 1_000_000));
    }

    private Settings.Recursors recursors() {
        var servers = texts("recursors").stream().map(this::recursor).distinct().toList();
        var allowed = texts("dns-config.allow-recursion");
        for (var network : allowed) {
            if (!isNetwork(network)) {
                throw values.bad("dns-config.allow-recursion", "a list of addresses and networks such as 10.0.0.0/8");
            }
        }
        return new Settings.Recursors(
                servers,
                values.duration("dns-config.recursor-timeout", Duration.ofMillis(1), LONGEST_WAIT),
                oneOf("dns-config.recursor-strategy", STRATEGIES).equals("random"),
                allowed);
    }

    private InetSocketAddress recursor(String text) {
        try {
            var address = JoinAddress.parse(text, PORT);
            return new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
        } catch (IllegalArgumentException _) {
            throw values.bad("recursors", "a list of IP addresses, each with or without a port");
        }
    }

    private List<String> texts(String path) {
        var texts = new ArrayList<String>();
        for (var element : Values.elements(values.at(path))) {
            texts.add(Values.scalar(element).orElseThrow(() -> values.bad(path, "a list of texts")));
        }
        return List.copyOf(texts);
    }

    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        try {
            int all = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                            .getAddress()
                            .length
                    * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= all;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String oneOf(String path, List<String> allowed) {
        var text = values.text(path).toLowerCase(Locale.ROOT);
        if (!allowed.contains(text)) {
            throw values.bad(path, "one of " + String.join(", ", allowed));
        }
        return text;
    }

    private String domain(String key, boolean needed) {
        var domain = values.text(key).toLowerCase(Locale.ROOT);
        domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (domain.isEmpty() ? needed : !DnsNames.isName(domain)) {
            throw values.bad(key, "a DNS name such as consul");
        }
        return domain;
    }

    /** Of Consul's keys those with {@code *} in another place than the end match nothing there either. */
    private Map<String, Duration> serviceTtl() {
        var ttls = new TreeMap<String, Duration>();
        if (values.at("dns-config.service-ttl") instanceof ConfigObject byName) {
            for (var entry : byName.entrySet()) {
                var key = entry.getKey();
                ttls.put(key, ttl("dns-config.service-ttl." + key, entry.getValue()));
                if (key.indexOf('*') >= 0 && key.indexOf('*') < key.length() - 1) {
                    warnings.add(Place.of(entry.getValue().origin()) + ": dns-config.service-ttl." + key
                            + " has no effect: * stands for the rest of a name, at its end");
                }
            }
        }
        return Map.copyOf(ttls);
    }

    private Duration ttl(String path, ConfigValue value) {
        var ttl = values.duration(path, value, Duration.ZERO);
        if (ttl.toSeconds() > Integer.MAX_VALUE) {
            throw new ConfigException(Place.of(value.origin()) + ": " + path + " must be at most 2147483647s");
        }
        return ttl;
    }
}
