package engine.dns;

import static engine.dns.Fixture.additional;
import static engine.dns.Fixture.answers;
import static engine.dns.Fixture.authority;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What names mean, beyond the recorded answers. */
final class ZoneTest {
    private final Fixture catalog = Fixture.recorded();

    private Endpoint at(String address) {
        return new Endpoint(catalog.node("plain", "10.0.0.1", Map.of()), address, 80, List.of(), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web.service.dc1.dc.consul",
                "web.service.DC1.consul",
                "_web._tcp.consul",
                "_web._tcp.dc1.consul",
                "_WEB._Tcp.service.dc1.consul",
                "_web._udp.service.consul",
                "web.service.alt.example"
            })
    void allSpellingsOfAServiceGiveItsInstances(String name) {
        assertThat(catalog.ask(name, "A").getSection(Section.ANSWER)).hasSize(2);
    }

    @Test
    void aProtocolIsATagWhereInstancesCarryIt() {
        Host host = catalog.node("plain", "10.0.0.1", Map.of());
        catalog.service(
                "dns",
                new Endpoint(host, "10.0.0.2", 53, List.of("udp"), 1),
                new Endpoint(host, "10.0.0.3", 53, List.of(), 1));
        assertThat(answers(catalog.ask("_dns._udp.service.consul", "A")))
                .containsExactly("_dns._udp.service.consul. 0 A 10.0.0.2");
    }

    @Test
    void tagsAndNodeNamesMayContainDots() {
        catalog.node("a.b", "10.0.0.1", Map.of());
        catalog.service("dot", new Endpoint(at("").node(), "", 80, List.of("v1.2"), 1));
        assertThat(answers(catalog.ask("a.b.node.consul", "A"))).containsExactly("a.b.node.consul. 0 A 10.0.0.1");
        assertThat(answers(catalog.ask("V1.2.dot.service.consul", "A"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch.web.service.consul",
                "web.service.dc9.dc.consul",
                "web.service.x.dc1.consul",
                "x._web._tcp.consul",
                "_web.consul",
                "7f0000.addr.consul",
                "zz00000c.addr.consul",
                "x.7f00000c.addr.consul",
                "web.query.consul"
            })
    void whatDoesNotExistIsNxdomainWithTheSoa(String name) {
        Message answer = catalog.ask(name, "A");
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(authority(answer)).singleElement().asString().startsWith("consul. 0 SOA ");
    }

    /** RFC 8020: NXDOMAIN would say that nothing exists below, and RFC 2308 wants the SOA. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "consul",
                "service.consul",
                "node.consul",
                "addr.consul",
                "dc1.consul",
                "dc1.dc.consul",
                "dc.consul",
                "service.dc1.consul"
            })
    void namesThatOnlyHaveNamesBelowThemExistWithoutData(String name) {
        Message answer = catalog.ask(name, "A");
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answers(answer)).isEmpty();
        assertThat(authority(answer)).hasSize(1);
    }

    @Test
    void aServiceWithoutHealthyInstancesDoesNotExist() {
        catalog.service("sick");
        assertThat(catalog.ask("sick.service.consul", "SRV").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void anAddressOfTheOtherFamilyIsNoData() {
        assertThat(answers(catalog.ask("7f00000c.addr.consul", "AAAA"))).isEmpty();
        assertThat(answers(catalog.ask("FD000000000000000000000000000006.addr.dc1.consul", "AAAA")))
                .containsExactly("fd000000000000000000000000000006.addr.dc1.consul. 0 AAAA fd00:0:0:0:0:0:0:6");
    }

    @Test
    void ipv6InstancesHaveAaaaRecordsAndTargets() {
        Host six = catalog.node("six", "fd00::6", Map.of());
        catalog.service("six", new Endpoint(six, "", 1, List.of(), 1), new Endpoint(six, "fd00::77", 2, List.of(), 1));
        assertThat(answers(catalog.ask("six.service.consul", "A"))).isEmpty();
        assertThat(answers(catalog.ask("six.service.consul", "SRV")))
                .containsExactly(
                        "six.service.consul. 0 SRV 1 1 1 six.node.dc1.consul.",
                        "six.service.consul. 0 SRV 1 1 2 fd000000000000000000000000000077.addr.dc1.consul.");
        assertThat(additional(catalog.ask("six.service.consul", "SRV")))
                .containsExactly(
                        "fd000000000000000000000000000077.addr.dc1.consul. 0 AAAA fd00:0:0:0:0:0:0:77",
                        "six.node.dc1.consul. 0 AAAA fd00:0:0:0:0:0:0:6");
    }

    @Test
    void anAddressIsAnsweredOnceHoweverManyInstancesHaveIt() {
        Host host = catalog.node("plain", "10.0.0.1", Map.of("k", "v"));
        catalog.service(
                "same",
                new Endpoint(host, "", 1, List.of(), 1),
                new Endpoint(host, "", 2, List.of(), 1),
                new Endpoint(host, "", 2, List.of(), 1));
        assertThat(answers(catalog.ask("same.service.consul", "A"))).hasSize(1);
        assertThat(answers(catalog.ask("same.service.consul", "SRV"))).hasSize(2);
        // RFC 2181 5: no record twice.
        assertThat(additional(catalog.ask("same.service.consul", "SRV")))
                .containsExactly("plain.node.dc1.consul. 0 A 10.0.0.1", "plain.node.dc1.consul. 0 TXT \"k=v\"");
    }

    @Test
    void aHostNameGivesACname() {
        catalog.node("alias", "host.example.com", Map.of());
        catalog.service("alias", at("svc.example.com"), at("svc2.example.com"));
        assertThat(answers(catalog.ask("alias.node.consul", "A")))
                .containsExactly("alias.node.consul. 0 CNAME host.example.com.");
        assertThat(answers(catalog.ask("alias.service.consul", "AAAA")))
                .singleElement()
                .asString()
                .startsWith("alias.service.consul. 0 CNAME svc");
        assertThat(answers(catalog.ask("alias.service.consul", "SRV")))
                .containsExactly(
                        "alias.service.consul. 0 SRV 1 1 80 svc.example.com.",
                        "alias.service.consul. 0 SRV 1 1 80 svc2.example.com.");
    }

    /** RFC 1034 3.6.2: where there is a CNAME there is nothing else. */
    @Test
    void aHostNameIsNoCnameBesideAddresses() {
        catalog.service("mixed", at("svc.example.com"), at("10.0.0.7"));
        assertThat(answers(catalog.ask("mixed.service.consul", "A")))
                .containsExactly("mixed.service.consul. 0 A 10.0.0.7");
        assertThat(answers(catalog.ask("mixed.service.consul", "AAAA"))).isEmpty();
    }

    @Test
    void aHostNameOfTheZoneIsFollowed() {
        catalog.service("inner", at("web.service.consul"));
        assertThat(answers(catalog.ask("inner.service.consul", "A")))
                .containsExactly(
                        "inner.service.consul. 0 CNAME web.service.consul.",
                        "web.service.consul. 0 A 127.0.0.12",
                        "web.service.consul. 0 A 127.0.0.21");
        assertThat(additional(catalog.ask("inner.service.consul", "SRV")))
                .containsExactly("web.service.consul. 0 A 127.0.0.12", "web.service.consul. 0 A 127.0.0.21");
    }

    @Test
    void hostNamesInACircleEnd() {
        catalog.service("a", at("b.service.consul")).service("b", at("a.service.consul"));
        assertThat(answers(catalog.ask("a.service.consul", "A"))).hasSizeLessThanOrEqualTo(4);
        assertThat(answers(catalog.ask("a.service.consul", "SRV"))).hasSize(1);
    }

    @Test
    void metadataIsQuotedAsRfc1464Says() {
        assertThat(NodeRecords.attribute("a=b", "c=d")).isEqualTo("a`=b=c=d");
        assertThat(NodeRecords.attribute(" l ", "t`")).isEqualTo("` l` =t``");
        assertThat(NodeRecords.attribute("  ", "v")).isEqualTo("` ` =v");
        assertThat(NodeRecords.attribute("RFC1035-x", "bare")).isEqualTo("bare");
    }

    @Test
    void longMetadataGoesIntoSeveralStrings() {
        catalog.node("long", "10.0.0.1", Map.of("k", "v".repeat(400)));
        assertThat(answers(catalog.ask("long.node.consul", "TXT")))
                .containsExactly("long.node.consul. 0 TXT \"k=" + "v".repeat(253) + "\" \"" + "v".repeat(147) + "\"");
    }

    @Test
    void metadataIsLeftOutOfAdditionalWhenSoSet() {
        DnsSettings on = Fixture.SETTINGS;
        var off = new DnsSettings(
                on.domain(), "", "dc1", Duration.ofSeconds(7), Duration.ofSeconds(9), 3, 0, true, false, on.soa());
        Responder responder = catalog.responder(off);
        Message node = Fixture.ask(responder, "ext1.node.consul", "A", 0, Responder.Transport.UDP);
        Message service = Fixture.ask(responder, "web.service.consul", "SRV", 0, Responder.Transport.UDP);
        assertThat(additional(node)).isEmpty();
        assertThat(answers(node)).containsExactly("ext1.node.consul. 7 A 127.0.0.11");
        assertThat(additional(service))
                .containsExactly("7f00000c.addr.dc1.consul. 9 A 127.0.0.12", "ext2.node.dc1.consul. 9 A 127.0.0.21");
    }

    @Test
    void aNodeWhoseNameDnsDoesNotAllowIsReachedByItsAddress() {
        Host odd = catalog.node("x".repeat(64), "10.0.0.9", Map.of("k", "v"));
        catalog.service("odd", new Endpoint(odd, "", 80, List.of(), 1));
        assertThat(answers(catalog.ask("odd.service.consul", "SRV")))
                .containsExactly("odd.service.consul. 0 SRV 1 1 80 0a000009.addr.dc1.consul.");
    }

    @Test
    void theAlternativeDomainAnswersInItsOwnNames() {
        assertThat(answers(catalog.ask("web.service.alt.example", "SRV")))
                .contains("web.service.alt.example. 0 SRV 1 5 8002 ext2.node.dc1.alt.example.");
        assertThat(authority(catalog.ask("none.service.alt.example", "A")))
                .singleElement()
                .asString()
                .startsWith("alt.example. 0 SOA ns.alt.example.");
    }

    /** RFC 1035 3.5, RFC 3596 2.5. */
    @Test
    void reverseNamesGiveNodes() {
        catalog.node("six", "fd00::6", Map.of());
        assertThat(answers(
                        catalog.ask("6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.D.f.IP6.arpa", "PTR")))
                .singleElement()
                .asString()
                .endsWith(" 0 PTR six.node.dc1.consul.");
        assertThat(catalog.ask("99.0.0.127.in-addr.arpa", "PTR").getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(catalog.ask("999.0.0.127.in-addr.arpa", "PTR").getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(catalog.ask("0.0.127.in-addr.arpa", "PTR").getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(catalog.ask("foo.arpa", "PTR").getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answers(catalog.ask("11.0.0.127.in-addr.arpa", "A"))).isEmpty();
    }

    /** Clients that mix the case of their questions check that it comes back. */
    @Test
    void theCaseOfTheQuestionIsKept() {
        Responder responder = catalog.responder();
        Fixture.ask(responder, "web.service.consul", "A", 0, Responder.Transport.UDP);
        Message answer = Fixture.ask(responder, "wEb.SERVICE.conSul", "A", 0, Responder.Transport.UDP);
        assertThat(answer.getQuestion().getName()).hasToString("wEb.SERVICE.conSul.");
        assertThat(answer.getSection(Section.ANSWER))
                .allSatisfy(record -> assertThat(record.getName()).hasToString("wEb.SERVICE.conSul."));
    }

    @Test
    void zoneTransfersAreNotThere() {
        Message answer = catalog.ask("consul", "AXFR");
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    }

    @Test
    void settingsThatCannotBeServedAreRefused() {
        assertThatThrownBy(() -> Fixture.settings(-1, 0))
                .hasMessage("dns-config: udp-answer-limit must be >= 0, was -1");
        assertThatThrownBy(() -> new DnsSettings.Soa(1, 1, -5, 0))
                .hasMessage("dns-config: soa.expire must be >= 0, was -5");
        assertThatThrownBy(() -> new DnsSettings(
                        "a..b", "", "dc1", Duration.ZERO, Duration.ZERO, 3, 0, true, true, Fixture.SETTINGS.soa()))
                .hasMessage("dns-config: domain must be a domain name, was a..b");
    }
}
