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
import java.util.TreeMap;
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
                "web.service.default.ns.consul",
                "web.service.default.ap.dc1.dc.consul",
                "web.service.default.ns.default.ap.dc1.dc.consul",
                "_WEB._Tcp.service.dc1.consul",
                "_web._.service.consul",
                "web.service.alt.example"
            })
    void allSpellingsOfAServiceGiveItsInstances(String name) {
        assertThat(catalog.ask(name, "A").getSection(Section.ANSWER)).hasSize(2);
    }

    @Test
    void anyProtocolButTcpIsATag() {
        Host host = catalog.node("plain", "10.0.0.1", Map.of());
        catalog.service(
                "dns",
                new Endpoint(host, "10.0.0.2", 53, List.of("udp"), 1),
                new Endpoint(host, "10.0.0.3", 53, List.of(), 1));
        assertThat(answers(catalog.ask("_dns._udp.service.consul", "A")))
                .containsExactly("_dns._udp.service.consul. 0 A 10.0.0.2");
        assertThat(answers(catalog.ask("_dns._tcp.service.consul", "A"))).hasSize(2);
        assertThat(catalog.ask("_web._udp.service.consul", "SRV").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    /** RFC 2782: the name is one of SRV records. */
    @Test
    void aNameOfRfc2782WithoutServiceHasOnlyLocations() {
        for (String name : List.of("_web._tcp.consul", "_WEB._tcp.dc1.consul")) {
            assertThat(answers(catalog.ask(name, "SRV"))).hasSize(2);
            assertThat(catalog.ask(name, "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void severalTagsMustAllBeThere() {
        Host host = catalog.node("plain", "10.0.0.1", Map.of());
        catalog.service(
                "tagged",
                new Endpoint(host, "10.0.0.2", 53, List.of("blue", "V1"), 1),
                new Endpoint(host, "10.0.0.3", 53, List.of("blue", "v1.2"), 1),
                new Endpoint(host, "10.0.0.4", 53, List.of("v1"), 1));
        assertThat(answers(catalog.ask("v1.blue.tagged.service.consul", "A")))
                .containsExactly("v1.blue.tagged.service.consul. 0 A 10.0.0.2");
        assertThat(answers(catalog.ask("v1.2.tagged.service.consul", "A")))
                .containsExactly("v1.2.tagged.service.consul. 0 A 10.0.0.3");
        assertThat(catalog.ask("v1.red.tagged.service.consul", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
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
                "web.service.other.ns.consul",
                "web.service.dc1.dc.dc1.dc.consul",
                "web.service.dc1.peer.consul",
                "x._web._tcp.consul",
                "_web.consul",
                "consul",
                "dc1.consul",
                "service.consul",
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
    void whereAnswersWithoutDataAreKeptNamesAboveOthersExist(String name) {
        Message answer = Fixture.ask(catalog.responder(kept()), name, "A", 0, Responder.Transport.UDP);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answers(answer)).isEmpty();
        assertThat(authority(answer)).hasSize(1);
    }

    private static DnsSettings kept() {
        return new DnsSettings(
                "consul",
                "",
                "dc1",
                Duration.ofSeconds(9),
                Duration.ZERO,
                3,
                0,
                true,
                true,
                new DnsSettings.Soa(1, 2, 3, 60));
    }

    /** RFC 2308 3 and 5: how long an answer without data is kept says the SOA; without one it is not kept at all. */
    @Test
    void aNodeWithoutDataOfTheTypeHasTheSoaWhereItIsKept() {
        for (String type : List.of("AAAA", "SRV", "MX")) {
            assertThat(authority(catalog.ask("ext1.node.consul", type))).isEmpty();
            Message kept = Fixture.ask(catalog.responder(kept()), "ext1.node.consul", type, 0, Responder.Transport.UDP);
            assertThat(authority(kept)).singleElement().asString().startsWith("consul. 60 SOA ");
        }
        assertThat(catalog.ask("none.node.consul", "MX").getRcode()).isEqualTo(Rcode.NOERROR);
        Message none = Fixture.ask(catalog.responder(kept()), "none.node.consul", "MX", 0, Responder.Transport.UDP);
        assertThat(none.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void theZonesOwnRecordsAreAnsweredForAnyNameInIt() {
        for (String name : List.of("consul", "web.service.consul", "no.such.consul", "DC1.consul")) {
            assertThat(answers(catalog.ask(name, "NS"))).containsExactly("consul. 0 NS node1.node.dc1.consul.");
            assertThat(answers(catalog.ask(name, "SOA")))
                    .singleElement()
                    .asString()
                    .startsWith("consul. 0 SOA ns.consul.");
        }
    }

    @Test
    void aServiceWithoutHealthyInstancesDoesNotExist() {
        catalog.service("sick");
        assertThat(catalog.ask("sick.service.consul", "SRV").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void anAddressIsAnsweredWhateverTheTypeAndWhereverItIs() {
        for (String type : List.of("A", "AAAA", "ANY", "TXT")) {
            assertThat(answers(catalog.ask("7F00000c.addr.x.y.consul", type)))
                    .containsExactly("7f00000c.addr.x.y.consul. 0 A 127.0.0.12");
        }
        assertThat(answers(catalog.ask("00000000000000000000ffff7f000001.addr.consul", "AAAA")))
                .singleElement()
                .asString()
                .contains(" AAAA ");
        assertThat(catalog.ask("7f00000.addr.consul", "A").getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(catalog.ask("7f00000c0.addr.consul", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
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
    void anAliasStandsForAddressesWhateverTheType() {
        catalog.service("inner", at("ext1.node.consul"));
        for (String type : List.of("A", "ANY", "TXT", "MX", "CNAME")) {
            assertThat(answers(catalog.ask("inner.service.consul", type)))
                    .containsExactly(
                            "ext1.node.consul. 0 A 127.0.0.11", "inner.service.consul. 0 CNAME ext1.node.consul.");
        }
        assertThat(answers(catalog.ask("inner.service.consul", "AAAA")))
                .containsExactly("inner.service.consul. 0 CNAME ext1.node.consul.");
    }

    /** RFC 8482 4: a server may answer ANY with what it has; nothing is made up, and no set is there in part. */
    @Test
    void anyIsAllThatThereIsOfAddresses() {
        Host six = catalog.node("six", "fd00::6", Map.of());
        catalog.service("both", at("10.0.0.7"), new Endpoint(six, "", 80, List.of(), 1));
        assertThat(answers(catalog.ask("both.service.consul", "ANY")))
                .containsExactly("both.service.consul. 0 A 10.0.0.7", "both.service.consul. 0 AAAA fd00:0:0:0:0:0:0:6");
        assertThat(catalog.ask("consul", "ANY").getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answers(Fixture.ask(catalog.responder(kept()), "consul", "ANY", 0, Responder.Transport.UDP)))
                .hasSize(2);
    }

    /** RFC 2782: weights as they are, ports and targets; a target is no alias of ours (RFC 2181 10.3). */
    @Test
    void locationsHaveWeightPortAndATargetThatHasAddresses() {
        Host host = catalog.node("plain", "10.0.0.1", Map.of());
        catalog.service(
                "weighed",
                new Endpoint(host, "", 65_535, List.of(), 65_535),
                new Endpoint(host, "10.0.0.2", 0, List.of(), 0));
        Message answer = catalog.ask("_weighed._tcp.service.consul", "SRV");
        assertThat(answers(answer))
                .containsExactly(
                        "_weighed._tcp.service.consul. 0 SRV 1 0 0 0a000002.addr.dc1.consul.",
                        "_weighed._tcp.service.consul. 0 SRV 1 65535 65535 plain.node.dc1.consul.");
        for (String target : List.of("plain.node.dc1.consul", "0a000002.addr.dc1.consul")) {
            assertThat(answers(catalog.ask(target, "A")))
                    .singleElement()
                    .asString()
                    .contains(" A 10.0.0.");
        }
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

    private Endpoint described(String address, List<String> tags, Map<String, String> meta) {
        return new Endpoint(at(address).node(), address, 80, tags, 1, new TreeMap<>(meta));
    }

    /** RFC 1464, each pair once; the addresses stay what they are for other types. */
    @Test
    void theTextOfAServiceIsTheMetadataOfItsInstances() {
        catalog.service(
                "web",
                described("10.0.0.2", List.of("blue"), Map.of("version", "1", "path", "/a=b")),
                described(
                        "10.0.0.3", List.of("green"), Map.of("version", "2", "path", "/a=b", "rfc1035-note", "bare`")),
                described("10.0.0.4", List.of("plain"), Map.of()));
        assertThat(answers(catalog.ask("web.service.consul", "TXT")))
                .containsExactly(
                        "web.service.consul. 0 TXT \"bare`\"",
                        "web.service.consul. 0 TXT \"path=/a=b\"",
                        "web.service.consul. 0 TXT \"version=1\"",
                        "web.service.consul. 0 TXT \"version=2\"");
        for (String name : List.of("blue.web.service.consul", "_web._blue.service.consul")) {
            assertThat(answers(catalog.ask(name, "TXT")))
                    .containsExactly(name + ". 0 TXT \"path=/a=b\"", name + ". 0 TXT \"version=1\"");
        }
        assertThat(answers(catalog.ask("plain.web.service.consul", "TXT")))
                .containsExactly("plain.web.service.consul. 0 A 10.0.0.4");
        assertThat(answers(catalog.ask("web.service.consul", "ANY"))).hasSize(3).allMatch(line -> line.contains(" A "));
        assertThat(additional(catalog.ask("web.service.consul", "SRV"))).noneMatch(line -> line.contains("version"));
    }

    /** Whatever metadata there is, an answer over UDP says when it is not all. */
    @Test
    void textThatDoesNotFitIsTruncated() {
        catalog.service("wide", described("10.0.0.2", List.of(), Map.of("a", "x".repeat(300), "b", "y".repeat(300))));
        Message plain = catalog.ask("wide.service.consul", "TXT");
        assertThat(answers(plain)).hasSize(1);
        assertThat(plain.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(answers(Fixture.ask(catalog.responder(), "wide.service.consul", "TXT", 0, Responder.Transport.TCP)))
                .hasSize(2);
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
    void reverseNamesGiveTheFirstNodeOrService() {
        catalog.node("also", "127.0.0.11", Map.of());
        assertThat(answers(catalog.ask("11.0.0.127.in-addr.arpa", "PTR")))
                .containsExactly("11.0.0.127.in-addr.arpa. 0 PTR also.node.dc1.consul.");
        assertThat(answers(catalog.ask("12.0.0.127.in-addr.arpa", "PTR")))
                .containsExactly("12.0.0.127.in-addr.arpa. 0 PTR web.service.dc1.consul.");
        Message kept =
                Fixture.ask(catalog.responder(kept()), "12.0.0.127.in-addr.arpa", "PTR", 0, Responder.Transport.UDP);
        assertThat(answers(kept)).containsExactly("12.0.0.127.in-addr.arpa. 9 PTR web.service.dc1.consul.");
        catalog.node("six", "fd00::6", Map.of());
        assertThat(answers(
                        catalog.ask("6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.D.f.IP6.arpa", "PTR")))
                .singleElement()
                .asString()
                .endsWith(" 0 PTR six.node.dc1.consul.");
        for (String unknown : List.of("99.0.0.127", "999.0.0.127", "0.0.127", "x.11.0.0.127", "011.0.0.127")) {
            Message answer = catalog.ask(unknown + ".in-addr.arpa", "PTR");
            assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        }
        assertThat(catalog.ask("foo.arpa", "PTR").getRcode()).isEqualTo(Rcode.SERVFAIL);
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
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(catalog.ask("example.com", "AXFR").getRcode()).isEqualTo(Rcode.REFUSED);
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
