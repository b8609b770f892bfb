package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.DnsSettings.Recursors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A client agent goes on at its recursors where the answer of a server ends. */
final class ClientRecursionTest {
    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

    private final Fixture catalog = Fixture.recorded();
    private final Fixture other = Fixture.big(60);
    private final DnsServer recursor;
    private final DnsServer server;
    private final DnsServer client;
    private volatile boolean up = true;

    ClientRecursionTest() throws IOException {
        recursor = DnsServer.start(
                ANY_PORT,
                new DnsSettings(
                        "example.com",
                        "",
                        "dc1",
                        Duration.ZERO,
                        Duration.ZERO,
                        3,
                        0,
                        true,
                        true,
                        Fixture.SETTINGS.soa()),
                other);
        server = DnsServer.start(ANY_PORT, Fixture.SETTINGS, catalog);
        client = DnsServer.start(
                ANY_PORT,
                asking("127.0.0.0/8"),
                new Fixture(),
                (query, tcp, maxStale) -> up
                        ? CompletableFuture.completedFuture(
                                server.answer(query, tcp, maxStale).orElseThrow())
                        : CompletableFuture.failedFuture(new IOException("no server")));
        alias("alias", "web.service.example.com");
    }

    private void alias(String name, String target) {
        var host = catalog.node(name, target, Map.of("zone", "b"));
        catalog.service(name, new Endpoint(host, "", 80, List.of(), 1));
    }

    private DnsSettings asking(String network) {
        return Fixture.SETTINGS.with(new Recursors(
                recursor.addresses(),
                Duration.ofSeconds(1),
                false,
                List.of(Network.parse(network).orElseThrow())));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        recursor.close();
    }

    private Message ask(String name, int type) throws IOException {
        return Clients.udp(client, Fixture.query(name, type, 0));
    }

    /** RFC 1034 4.3.2 step 3a: the alias and then what it stands for. */
    @Test
    void theTargetOfAnAliasIsAskedFor() throws IOException {
        for (String name : List.of("alias.node.consul", "alias.service.consul")) {
            var whole = List.of(
                    name + ". 0 CNAME web.service.example.com.",
                    "web.service.example.com. 0 A 127.0.0.12",
                    "web.service.example.com. 0 A 127.0.0.21");
            Message answer = ask(name, Type.A);
            assertThat(Fixture.answers(answer)).containsExactlyInAnyOrderElementsOf(whole);
            assertThat(answer.getSection(Section.ANSWER).getFirst().getType()).isEqualTo(Type.CNAME);
            assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
            assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
            assertThat(Fixture.answers(Clients.tcp(client, Fixture.query(name, Type.A, 0))))
                    .containsExactlyInAnyOrderElementsOf(whole);
        }
        assertThat(Fixture.additional(ask("alias.node.consul", Type.A)))
                .containsExactly("alias.node.consul. 0 TXT \"zone=b\"");
    }

    @Test
    void whatIsFoundIsCutToWhatTheClientTakes() throws IOException {
        alias("many", "big.service.example.com");
        Message plain = ask("many.node.consul", Type.A);
        assertThat(plain.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(plain.numBytes()).isLessThanOrEqualTo(512);
        assertThat(Clients.tcp(client, Fixture.query("many.node.consul", Type.A, 0))
                        .getSection(Section.ANSWER))
                .hasSize(61);
    }

    @Test
    void reverseNamesThatNoServerKnowsAreAskedForWithAndWithoutAServer() throws IOException {
        other.node("there", "10.9.9.9", Map.of());
        for (boolean reached : new boolean[] {true, false}) {
            up = reached;
            assertThat(Fixture.answers(ask("9.9.9.10.in-addr.arpa", Type.PTR)))
                    .containsExactly("9.9.9.10.in-addr.arpa. 0 PTR there.node.dc1.example.com.");
        }
        up = true;
        assertThat(Fixture.answers(ask("11.0.0.127.in-addr.arpa", Type.PTR)))
                .containsExactly("11.0.0.127.in-addr.arpa. 0 PTR ext1.node.dc1.consul.");
    }

    @Test
    void namesOfTheZoneAndOfOthersAreAsBefore() throws IOException {
        assertThat(Fixture.answers(ask("web.service.consul", Type.A))).hasSize(2);
        assertThat(ask("web.service.consul", Type.A).getHeader().getFlag(Flags.RA))
                .isTrue();
        assertThat(ask("none.service.consul", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(Fixture.answers(ask("web.service.example.com", Type.A))).hasSize(2);
        up = false;
        assertThat(ask("web.service.consul", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void forStrangersAndThoseThatDoNotDesireItItEndsWhereTheServerEnds() throws IOException {
        Message undesired = Fixture.query("alias.node.consul", Type.A, 0);
        undesired.getHeader().unsetFlag(Flags.RD);
        assertThat(Fixture.answers(Clients.udp(client, undesired)))
                .containsExactly("alias.node.consul. 0 CNAME web.service.example.com.");
        client.update(asking("10.0.0.0/8"));
        Message stranger = ask("alias.node.consul", Type.A);
        assertThat(Fixture.answers(stranger)).containsExactly("alias.node.consul. 0 CNAME web.service.example.com.");
        assertThat(stranger.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(ask("9.9.9.10.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void whereNoRecursorAnswersItEndsWhereTheServerEnds() throws IOException {
        recursor.close();
        assertThat(Fixture.answers(ask("alias.node.consul", Type.A)))
                .containsExactly("alias.node.consul. 0 CNAME web.service.example.com.");
        assertThat(ask("9.9.9.10.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
}
