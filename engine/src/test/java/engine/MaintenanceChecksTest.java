package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.Maintenances.Kept;
import engine.http.Maintenances.Target;
import engine.local.Maintenance;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MaintenanceChecksTest {
    private static final Instant SINCE = Instant.parse("2030-01-01T00:00:00Z");

    private final Pictures pictures = new Pictures();

    @BeforeEach
    void register() {
        for (var node : List.of("n1", "n2")) {
            pictures.put(new Key.Node(node), Records.node(node, "127.0.0.1"));
            pictures.put(new Key.Service(node, "web-" + node), Records.service(node, "web-" + node, "web"));
        }
        pictures.put(new Key.Service("n1", "db"), Records.service("n1", "db", "db"));
    }

    private static Kept kept(String node, String service, String id, String reason) {
        return new Kept(new Target(node, service, id), reason, SINCE, Optional.empty(), "n1", "");
    }

    private Map<Key.Check, Value.Check> of(Kept... all) {
        return MaintenanceChecks.of(List.of(all), pictures.published().current().catalog());
    }

    @Test
    void aNodeHasOneCheckWhichIsOfNoService() {
        var checks = of(kept("N1", "", "", "new disks"));
        assertThat(checks).containsOnlyKeys(new Key.Check("n1", "_node_maintenance:datacenter"));
        var check = checks.values().iterator().next();
        assertThat(check.status()).isEqualTo("critical");
        assertThat(check.notes()).isEqualTo("new disks");
        assertThat(check.serviceId()).isEmpty();
        assertThat(check.since()).isEqualTo(SINCE);
    }

    @Test
    void allInstancesOfAServiceHaveOneAlsoThoseThatComeLater() {
        var web = kept("", "WEB", "", "upgrade");
        assertThat(of(web))
                .containsOnlyKeys(
                        new Key.Check("n1", "_service_maintenance:datacenter:web-n1"),
                        new Key.Check("n2", "_service_maintenance:datacenter:web-n2"));
        pictures.put(new Key.Service("n1", "web-b"), Records.service("n1", "web-b", "web"));
        assertThat(of(web)).hasSize(3);
    }

    @Test
    void oneInstanceAloneGoesBeforeItsService() {
        var checks = of(kept("", "web", "", "all"), kept("n2", "", "web-n2", "this one"));
        assertThat(checks).hasSize(2);
        assertThat(checks.values().stream().map(Value.Check::notes)).containsExactlyInAnyOrder("all", "this one");
        assertThat(of(kept("n2", "", "web-n2", "this one"), kept("", "web", "", "all")))
                .isEqualTo(checks);
    }

    @Test
    void whatIsNotThereHasNone() {
        assertThat(of(kept("n3", "", "", ""), kept("n1", "", "web-n2", ""), kept("", "mail", "", "")))
                .isEmpty();
    }

    @Test
    void itsChecksAreThoseOfServers() {
        for (var key : of(kept("n1", "", "", ""), kept("", "web", "", "")).keySet()) {
            assertThat(OwnEntries.isOfServers(key.id())).isTrue();
        }
        assertThat(OwnEntries.isOfServers(Maintenance.NODE_CHECK)).isFalse();
        assertThat(OwnEntries.isOfServers(Maintenance.serviceCheck("web"))).isFalse();
    }

    @Property
    void isReadAsItWasWritten(
            @ForAll @NotEmpty String node, @ForAll String id, @ForAll String reason, @ForAll boolean ends) {
        var kept = new Kept(
                new Target(node, "", id),
                reason,
                SINCE,
                ends ? Optional.of(SINCE.plusSeconds(5)) : Optional.empty(),
                "n1",
                "10.0.0.1");
        assertThat(MaintenanceText.kept(MaintenanceText.of(kept))).isEqualTo(kept);
    }
}
