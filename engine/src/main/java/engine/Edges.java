package engine;

import engine.checks.ServerTls;
import engine.config.Settings;
import engine.dns.DnsServer;
import engine.dns.DnsSettings;
import engine.dns.Network;
import engine.dns.ServiceTtls;
import engine.http.HttpSettings;
import engine.http.protocol.Networks;
import engine.http.protocol.Protocol;
import engine.http.protocol.SocketFile;
import engine.naming.Healthy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Locale;

/** The settings of the edges in their own words. */
final class Edges {

    private static final String UNIX = "unix://";

    private Edges() {}

    static List<InetSocketAddress> addresses(List<String> hosts, int port) {
        return port < 0
                ? List.of()
                : hosts.stream().map(host -> new InetSocketAddress(host, port)).toList();
    }

    /** Where HTTP listens; Unix sockets whatever the port. */
    static List<SocketAddress> httpAddresses(Settings settings) {
        var port = settings.ports().http();
        return settings.addresses().http().stream()
                .filter(host -> port >= 0 || host.startsWith(UNIX))
                .<SocketAddress>map(host -> host.startsWith(UNIX)
                        ? UnixDomainSocketAddress.of(host.substring(UNIX.length()))
                        : new InetSocketAddress(host, port))
                .toList();
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
                http.maxWait(),
                protocol(http));
    }

    private static Protocol protocol(Settings.Http http) {
        var protocol = http.protocol();
        var sockets = protocol.sockets();
        return new Protocol(
                http.maxConnectionsPerClient(),
                protocol.maxHeaderBytes(),
                protocol.headerTimeout(),
                protocol.idleTimeout(),
                protocol.responseHeaders(),
                protocol.blockEndpoints(),
                Networks.of(protocol.allowWriteFrom()),
                protocol.useCache(),
                protocol.anyPath(),
                Protocol.AccessLog.valueOf(protocol.accessLog().toUpperCase(Locale.ROOT)),
                new SocketFile(sockets.user(), sockets.group(), sockets.mode()));
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
                recursors(dns.recursors()),
                new DnsSettings.Freshness(
                        dns.freshness().maxStale(),
                        dns.freshness().keep(),
                        dns.freshness().keptAge()));
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
                answers.minimal(),
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
