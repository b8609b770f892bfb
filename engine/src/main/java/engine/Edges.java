package engine;

import engine.config.Settings;
import engine.dns.DnsSettings;
import engine.http.HttpSettings;
import java.net.InetSocketAddress;
import java.util.List;

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

    static DnsSettings dns(Settings settings) {
        var dns = settings.dns();
        return new DnsSettings(
                dns.domain(),
                dns.altDomain(),
                settings.node().datacenter(),
                dns.nodeTtl(),
                dns.serviceTtl(),
                dns.udpAnswerLimit(),
                dns.aRecordLimit(),
                dns.enableTruncate(),
                dns.nodeMetaTxt(),
                new DnsSettings.Soa(dns.soaRefresh(), dns.soaRetry(), dns.soaExpire(), dns.soaMinTtl()));
    }
}
