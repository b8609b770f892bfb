package engine.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.dns.Directory;
import engine.dns.DnsServer;
import engine.dns.DnsSettings;
import engine.http.Refusal;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.ServiceInstance;
import engine.state.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExplanationsTest {
    private final Pictures pictures = new Pictures();
    private final DnsSettings settings = new DnsSettings(
            "consul", "", "dc1", Duration.ZERO, Duration.ZERO, 2, 0, true, true, new DnsSettings.Soa(1, 1, 1, 0));
    private final DnsServer server;
    private Duration age = Duration.ZERO;
    private Healthy healthy = new Healthy(false, false);
    private final Explanations explanations;

    ExplanationsTest() throws IOException {
        server = DnsServer.start(List.of(), settings, new Picture());
        explanations = new Explanations(() -> server, pictures.published(), () -> healthy);
        for (var i = 1; i < 6; i++) {
            pictures.put(new Key.Node("n" + i), new Value.Node("", "n" + i, "10.0.0." + i, null, null));
        }
        service("n1", "", "v1", "blue");
        service("n2", "10.9.9.2", "v1");
        service("n3", "", "v1");
        service("n4", "fd00::4", "v1");
        service("n5", "", "v2");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void service(String node, String address, String... tags) {
        pictures.put(
                new Key.Service(node, "w"),
                new Value.Service(node, "w", "web", List.of(tags), address, Map.of(), Map.of(), 80, 1, 1, false));
    }

    private void check(String node, String id, String status, String type, String notes) {
        pictures.put(
                new Key.Check(node, id), new Value.Check(node, id, id, status, notes, "", "w", "web", List.of(), type));
    }

    private List<String> reasons(String name, String type, boolean tcp) {
        return explanations.explain(name, type, tcp).instances().stream()
                .map(instance -> instance.node() + ": " + instance.reason())
                .toList();
    }

    @Test
    void whatIsTooOldIsSaidToBe() {
        server.update(settings.with(new DnsSettings.Freshness(Duration.ofSeconds(9), false, Duration.ZERO)));
        age = Duration.ofSeconds(10);
        assertThat(explanations.explain("v2.web.service.consul", "A", true).rcode())
                .isEqualTo("SERVFAIL");
        assertThat(reasons("v2.web.service.consul", "A", true))
                .contains("n5: no leader has been heard of for too long: see allow-stale and max-stale");
    }

    @Test
    void whatIsAnsweredHasNoReasonAndTheRestHas() {
        check("n1", "disk", "critical", "ttl", "");
        check("n3", "_service_maintenance:w", "critical", "maintenance", "new disks");
        assertThat(reasons("v1.web.service.consul", "A", true))
                .containsExactly(
                        "n1: check 'disk' is critical",
                        "n2: ",
                        "n3: it is in maintenance: new disks",
                        "n4: its address fd00::4 has no A record",
                        "n5: it has not the tag 'v1'");
        assertThat(reasons("v1.web.service.consul", "SRV", true))
                .containsExactly(
                        "n1: check 'disk' is critical",
                        "n2: ",
                        "n3: it is in maintenance: new disks",
                        "n4: ",
                        "n5: it has not the tag 'v1'");
        assertThat(reasons("v1.web.service.consul", "AAAA", true))
                .contains("n4: ", "n2: its address 10.9.9.2 has no AAAA record");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        var found = explanations.explain("web.service.consul", "SRV", false);
        assertThat(found.truncated()).isTrue();
        assertThat(found.meaning()).isEqualTo("service 'web'");
        assertThat(found.answer()).hasSize(2);
        assertThat(found.instances().stream()
                        .filter(instance -> instance.reason().isEmpty()))
                .hasSize(2);
        assertThat(found.instances().stream()
                        .filter(instance -> instance.reason().startsWith("only so many fit")))
                .hasSize(3);
    }

    @Test
    void warningsCountWhereOnlyPassingOnesAreAnswered() {
        check("n1", "load", "warning", "ttl", "");
        assertThat(reasons("web.service.consul", "SRV", true)).contains("n1: ");
        healthy = new Healthy(true, false);
        assertThat(reasons("web.service.consul", "SRV", true))
                .contains("n1: check 'load' is in warning, and only-passing is set");
    }

    @Test
    void otherNamesAreExplainedWithoutInstances() {
        assertThat(explanations.explain("n1.node.consul", "A", false).meaning()).isEqualTo("node 'n1'");
        assertThat(explanations.explain("consul", "SOA", false).meaning()).isEqualTo("the zone itself");
        assertThat(explanations.explain("example.com", "A", false).rcode()).isEqualTo("REFUSED");
        assertThat(explanations.explain("web.service.dc9.consul", "A", false).meaning())
                .isEqualTo("no form of name of this zone, or another datacenter than 'dc1'");
        assertThat(explanations.explain("1.0.0.10.in-addr.arpa", "PTR", false).meaning())
                .isEqualTo("the name of what has an address");
        assertThat(explanations.explain("nope.service.consul", "A", false).instances())
                .isEmpty();
    }

    @Test
    void whatIsNoNameOrTypeIsRefusedWithASentence() {
        assertThatThrownBy(() -> explanations.explain("a..b", "A", false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Invalid name: ");
        assertThatThrownBy(() -> explanations.explain("a.consul", "NOTATYPE", false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Invalid type: ");
    }

    /** What the agent's own directory makes of the picture, with as much as these tests need. */
    private final class Picture implements Directory {
        @Override
        public Duration age() {
            return age;
        }

        @Override
        public Optional<List<Endpoint>> service(String name) {
            var state = pictures.published().current().catalog().service(name);
            return state.instances().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            healthy.of(state).stream().map(Picture::endpoint).toList());
        }

        private static Endpoint endpoint(ServiceInstance instance) {
            var service = instance.service().value();
            var node = instance.node().value();
            return new Endpoint(
                    new Host(node.name(), node.address(), new TreeMap<>()),
                    service.address(),
                    service.port(),
                    service.tags(),
                    1);
        }

        @Override
        public Optional<Host> node(String name) {
            return Optional.empty();
        }

        @Override
        public List<Host> nodesAt(String address) {
            return List.of();
        }

        @Override
        public List<String> servicesAt(String address) {
            return List.of();
        }

        @Override
        public List<Host> servers() {
            return List.of();
        }
    }
}
