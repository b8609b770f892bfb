package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory;
import engine.http.Coordinates;
import engine.http.Indexed;
import engine.http.Position;
import engine.local.Maintenance;
import engine.naming.Contact;
import engine.naming.Healthy;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DnsDirectoryTest {
    private static final Healthy PASSING_AND_WARNING = new Healthy(false, false);

    private final Pictures pictures = new Pictures();
    private final DnsDirectory directory = new DnsDirectory(
            pictures.published(),
            () -> List.of("n1"),
            PASSING_AND_WARNING,
            _ -> new Directory.Prepared.None(),
            Coordinates.NONE,
            new Contact(() -> true, System::nanoTime));

    @BeforeEach
    void register() {
        pictures.put(new Key.Node("n1"), Records.node("n1", "10.0.0.1"));
        pictures.put(new Key.Node("n2"), Records.node("n2", "10.0.0.2"));
        service("n1", "w1");
        service("n2", "w2");
    }

    private void service(String node, String id) {
        pictures.put(new Key.Service(node, id), Records.service(node, id, "Web", "v1"));
    }

    private void check(String node, String serviceId, String status) {
        var service = Records.service(node, serviceId, "Web", "v1");
        pictures.put(new Key.Check(node, "c"), Records.check(node, "c", status, service));
    }

    private List<String> nodes() {
        return directory.service("WEB").orElseThrow().stream()
                .map(endpoint -> endpoint.node().name() + " " + endpoint.weight())
                .toList();
    }

    /** From {@code n1} alone anything is known: how far {@code n2} is. */
    private static final Coordinates MEASURED = new Coordinates() {
        @Override
        public Indexed<List<Placed>> all() {
            return Coordinates.NONE.all();
        }

        @Override
        public List<Placed> servers() {
            return List.of();
        }

        @Override
        public Optional<ToDoubleFunction<String>> from(String node) {
            return node.equals("n1")
                    ? Optional.of(other -> other.equals("n2") ? 0.02 : Double.POSITIVE_INFINITY)
                    : Optional.empty();
        }

        @Override
        public void tell(String node, String segment, Position position) {
            throw new AssertionError(node);
        }

        @Override
        public Probed probed(String node, Position position) {
            throw new AssertionError(node);
        }

        @Override
        public News since(String life, long version) {
            throw new AssertionError(life);
        }
    };

    @Test
    void whatIsNearAClientIsWhatIsNearTheNodeWithItsAddress() throws Exception {
        pictures.put(new Key.Node("n1"), Records.node("n1", "fd00::1"));
        var near = new DnsDirectory(
                pictures.published(),
                List::of,
                PASSING_AND_WARNING,
                _ -> new Directory.Prepared.None(),
                MEASURED,
                new Contact(() -> true, System::nanoTime));
        var distance =
                near.distances(InetAddress.getByName("fd00:0:0:0:0:0:0:1")).orElseThrow();
        assertThat(distance.applyAsDouble("n2")).isEqualTo(0.02);
        assertThat(distance.applyAsDouble("elsewhere")).isNaN();
        assertThat(near.distances(InetAddress.getByName("10.0.0.2"))).isEmpty();
        assertThat(near.distances(InetAddress.getByName("10.0.0.9"))).isEmpty();
    }

    @Test
    void metadataOfServicesAndNodesIsInOrderOfItsKeys() {
        var plain = Records.service("n1", "w1", "Web", "v1");
        var meta = Map.of("b", "2", "a", "1", "c", "3");
        pictures.put(
                new Key.Service("n1", "w1"),
                new Value.Service("n1", "w1", "Web", plain.tags(), "", Map.of(), meta, 80, 10, 3, false));
        var endpoints = directory.service("web").orElseThrow();
        assertThat(endpoints.getFirst().meta())
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"));
        assertThat(endpoints.getLast().meta()).isEmpty();
    }

    @Test
    void instancesThatAreCriticalAreLeftOut() {
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
        check("n2", "w2", "critical");
        assertThat(nodes()).containsExactly("n1 10");
        check("n2", "w2", "passing");
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
    }

    @Test
    void instancesInWarningHaveTheirOwnWeightUnlessOnlyPassingOnesAreWanted() {
        check("n2", "w2", "warning");
        assertThat(nodes()).containsExactly("n1 10", "n2 3");
        directory.serve(new Healthy(true, false));
        assertThat(nodes()).containsExactly("n1 10");
        directory.serve(PASSING_AND_WARNING);
        assertThat(nodes()).containsExactly("n1 10", "n2 3");
    }

    @Test
    void aCheckThatIsOnlyShownTakesNothingAway() {
        var service = Records.service("n2", "w2", "Web", "v1");
        pictures.put(
                new Key.Check("n2", "c"),
                Records.check("n2", "c", "critical", service).routing(false));
        pictures.put(
                new Key.Check("n1", "disk"),
                Records.nodeCheck("n1", "disk", "critical").routing(false));
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
        pictures.put(new Key.Check("n2", "c"), Records.check("n2", "c", "critical", service));
        assertThat(nodes()).containsExactly("n1 10");
    }

    @Test
    void aServiceSaysWhichChecksOfItsNodeCount() {
        pictures.put(new Key.Check("n1", "disk"), Records.nodeCheck("n1", "disk", "critical"));
        assertThat(nodes()).containsExactly("n2 10");
        pictures.put(new Key.Service("n1", "w1"), withNodeChecks("load"));
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
        pictures.put(new Key.Service("n1", "w1"), withNodeChecks("Disk"));
        assertThat(nodes()).containsExactly("n2 10");
        pictures.put(new Key.Service("n1", "w1"), withNodeChecks());
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
    }

    @Test
    void aNodeThatIsGoneOrInMaintenanceTakesAwayAnyService() {
        pictures.put(new Key.Service("n1", "w1"), withNodeChecks());
        pictures.put(new Key.Check("n1", "serfHealth"), Records.nodeCheck("n1", "serfHealth", "critical"));
        assertThat(nodes()).containsExactly("n2 10");
        pictures.put(new Key.Check("n1", "serfHealth"), Records.nodeCheck("n1", "serfHealth", "passing"));
        assertThat(nodes()).containsExactly("n1 10", "n2 10");
        pictures.put(
                new Key.Check("n1", "_node_maintenance"),
                Maintenance.ofNode("n1", "disks").value());
        assertThat(nodes()).containsExactly("n2 10");
    }

    private static Value.Service withNodeChecks(String... ids) {
        return new Value.Service(
                "n1", "w1", "Web", List.of("v1"), "", Map.of(), Map.of(), 80, 10, 3, false, List.of(ids));
    }

    @Test
    void aCriticalNodeTakesItsInstancesAway() {
        pictures.put(new Key.Check("n1", "disk"), Records.nodeCheck("n1", "disk", "critical"));
        assertThat(nodes()).containsExactly("n2 10");
    }

    @Test
    void whollyCriticalIsNotTheSameAsUnknown() {
        check("n1", "w1", "critical");
        check("n2", "w2", "critical");
        assertThat(directory.service("web")).contains(List.of());
        assertThat(directory.service("none")).isEmpty();
    }

    @Test
    void theListStaysTheSameObjectUntilSomethingOfItChanges() {
        var list = directory.service("web").orElseThrow();
        pictures.put(new Key.Kv("a"), Records.kv("1"));
        pictures.put(new Key.Service("n1", "db"), Records.service("n1", "db", "db"));
        assertThat(directory.service("web").orElseThrow()).isSameAs(list);
        check("n1", "w1", "passing");
        assertThat(directory.service("web").orElseThrow()).isNotSameAs(list);
    }

    @Test
    void aServiceThatWentIsUnknownAndComesBack() {
        assertThat(directory.service("web")).isPresent();
        pictures.delete(new Key.Service("n1", "w1"), new Key.Service("n2", "w2"));
        assertThat(directory.service("web")).isEmpty();
        service("n2", "w2");
        assertThat(nodes()).containsExactly("n2 10");
    }

    @Test
    void addressesAreFoundWhateverBecomesOfThem() {
        assertThat(directory.nodesAt("10.0.0.9")).isEmpty();
        pictures.put(new Key.Node("n3"), Records.node("n3", "10.0.0.9"));
        pictures.put(new Key.Node("n2"), Records.node("n2", "10.0.0.9"));
        assertThat(directory.nodesAt("10.0.0.9"))
                .extracting(Directory.Host::name)
                .containsExactly("n2", "n3");
        assertThat(directory.nodesAt("10.0.0.2")).isEmpty();
        pictures.delete(new Key.Node("n2"));
        pictures.put(new Key.Service("n1", "w9"), addressed("n1", "10.0.0.77"));
        pictures.put(new Key.Service("n3", "w9"), addressed("n3", "fd00::0:7"));
        assertThat(directory.nodesAt("10.0.0.9"))
                .extracting(Directory.Host::name)
                .containsExactly("n3");
        assertThat(directory.servicesAt("10.0.0.77")).containsExactly("Web");
        assertThat(directory.servicesAt("fd00::7")).containsExactly("Web");
        pictures.delete(new Key.Service("n1", "w9"), new Key.Node("n3"));
        assertThat(directory.servicesAt("10.0.0.77")).isEmpty();
        assertThat(directory.servicesAt("fd00::7")).isEmpty();
    }

    private static Value.Service addressed(String node, String address) {
        return new Value.Service(node, "w9", "Web", List.of(), address, Map.of(), Map.of(), 80, 10, 3, false);
    }

    @Test
    void whereNothingIsHealthyTheLastResortIsAll() {
        directory.serve(new Healthy(true, true));
        check("n1", "w1", "warning");
        assertThat(nodes()).containsExactly("n2 10");
        check("n2", "w2", "critical");
        assertThat(nodes()).containsExactly("n1 3", "n2 10");
    }

    @Test
    void nodesAreFoundByNameAndAddress() {
        assertThat(directory.node("N1")).map(Directory.Host::address).contains("10.0.0.1");
        assertThat(directory.node("none")).isEmpty();
        assertThat(directory.nodesAt("10.0.0.2"))
                .extracting(Directory.Host::name)
                .containsExactly("n2");
        assertThat(directory.nodesAt("10.0.0.3")).isEmpty();
        assertThat(directory.servers()).extracting(Directory.Host::name).containsExactly("n1");
    }
}
