package engine;

import engine.checks.ServerTls;
import engine.config.Settings;
import engine.dns.DnsServer;
import engine.dns.DnsSettings;
import engine.dns.Network;
import engine.dns.ServiceTtls;
import engine.http.HttpSettings;
import engine.naming.Healthy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** The settings of the edges in their own words. */
final class Edges {

    private Edges() {}

    static List<InetSocketAddress> addresses(List<String> hosts, int port) {
        return port < 0
                ? List.of()
                : hosts.stream().map(host -> new InetSocketAddress(host, port)).toList();
    }

    static HttpSettings http(Settings settings) {
        var http = settings.http();
        return new HttpSettings(
                settings.node().datacenter(),
                settings.node().name(),
                http.kvMaxValueSize(),
                http.maxBodySize(),
                HttpSettings.MAX_SNAPSHOT_SIZE,
                settings.events().maxPayload(),
                new HttpSettings.Transaction(http.txnMaxOps(), http.txnMaxSize()),
                http.sessionTtlMin(),
                http.defaultWait(),
                http.maxWait());
    }

    static Healthy healthy(Settings settings) {
        return new Healthy(
                settings.dns().onlyPassing(), settings.dns().answers().lastResort());
    }

    static DnsSettings dns(Settings settings) {
        var dns = settings.dns();
        return new DnsSettings(
                dns.domain(),
                dns.altDomain(),
                settings.node().datacenter(),
                dns.nodeTtl(),
                new ServiceTtls(dns.serviceTtl()),
                dns.udpAnswerLimit(),
                dns.aRecordLimit(),
                dns.enableTruncate(),
                dns.nodeMetaTxt(),
                new DnsSettings.Soa(dns.soaRefresh(), dns.soaRetry(), dns.soaExpire(), dns.soaMinTtl()),
                form(dns.answers()),
                recursors(dns.recursors()));
    }

    /** Has it answer over TLS too, where that is configured. */
    static DnsServer secured(DnsServer dns, Settings settings) throws IOException {
        var tls = settings.dns().tls();
        if (tls.port() >= 0) {
            try {
                var context = ServerTls.context(tls.certFile(), tls.keyFile());
                for (var address : addresses(settings.addresses().dns(), tls.port())) {
                    dns.secure(address, context);
                }
            } catch (IOException e) {
                dns.close();
                throw e;
            }
        }
        return dns;
    }

    private static DnsSettings.Form form(Settings.DnsAnswers answers) {
        return new DnsSettings.Form(
                answers.compress(),
                DnsSettings.Order.valueOf(answers.order().toUpperCase(Locale.ROOT)),
                answers.nsid(),
                answers.responsesPerSecond());
    }

    private static DnsSettings.Recursors recursors(Settings.Recursors recursors) {
        var allowed = recursors.allowed().stream()
                .map(text -> Network.parse(text).orElseThrow())
                .toList();
        return new DnsSettings.Recursors(recursors.servers(), recursors.timeout(), recursors.random(), allowed);
    }
}
