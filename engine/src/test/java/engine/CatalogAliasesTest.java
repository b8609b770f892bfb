package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.CheckSpec;
import engine.checks.Result;
import engine.checks.Status;
import engine.local.Maintenance;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatalogAliasesTest {
    private static final Value.Service DB = Records.service("n1", "db1", "db");

    private final Pictures pictures = new Pictures();
    private final CatalogAliases aliases = new CatalogAliases("n1", pictures.published());

    @BeforeEach
    void register() {
        pictures.put(new Key.Node("n1"), Records.node("n1", "127.0.0.1"));
        pictures.put(new Key.Service("n1", "db1"), DB);
    }

    private void check(String id, String status) {
        pictures.put(new Key.Check("n1", id), Records.check("n1", id, status, DB));
    }

    private Result of(String node, String service) {
        return aliases.of(new CheckSpec.Alias(node, service));
    }

    @Test
    void aTargetWithoutChecksPasses() {
        assertThat(of("", "db1")).isEqualTo(new Result(Status.PASSING, "All checks passing."));
    }

    @Test
    void theWorstCheckDecidesAndIsNamed() {
        check("c1", "passing");
        check("c2", "warning");
        assertThat(of("", "DB1")).isEqualTo(new Result(Status.WARNING, "Aliased check \"c2\" warning: output of c2"));
        check("c3", "critical");
        assertThat(of("N1", "db1").status()).isEqualTo(Status.CRITICAL);
        check("c3", "passing");
        check("c2", "passing");
        assertThat(of("", "db1").status()).isEqualTo(Status.PASSING);
    }

    @Test
    void whatIsOnlyShownDoesNotCount() {
        pictures.put(
                new Key.Check("n1", "c1"),
                Records.check("n1", "c1", "critical", DB).routing(false));
        assertThat(of("", "db1").status()).isEqualTo(Status.PASSING);
        pictures.put(
                new Key.Check("n1", "disk"),
                Records.nodeCheck("n1", "disk", "critical").routing(false));
        assertThat(of("n1", "").status()).isEqualTo(Status.PASSING);
    }

    @Test
    void checksOfTheNodeAndOfOtherServicesAreNotThoseOfTheService() {
        pictures.put(new Key.Check("n1", "node"), Records.nodeCheck("n1", "node", "critical"));
        assertThat(of("", "db1").status()).isEqualTo(Status.PASSING);
        assertThat(of("n1", "").status()).isEqualTo(Status.CRITICAL);
        pictures.delete(new Key.Check("n1", "node"));
        check("c1", "critical");
        assertThat(of("n1", "").status()).isEqualTo(Status.PASSING);
    }

    @Test
    void maintenanceOfTheServiceOrOfItsNodeCounts() {
        for (var maintenance : List.of(
                Maintenance.ofNode("n1", "new disks").value(),
                new Value.Check(
                        "n1",
                        "_service_maintenance:db1",
                        "m",
                        "critical",
                        "upgrade",
                        "",
                        "db1",
                        "db",
                        List.of(),
                        "maintenance"))) {
            var key = new Key.Check("n1", maintenance.id());
            pictures.put(key, maintenance);
            assertThat(of("", "db1").status()).isEqualTo(Status.CRITICAL);
            pictures.delete(key);
            assertThat(of("", "db1").status()).isEqualTo(Status.PASSING);
        }
    }

    @Test
    void anAliasDoesNotMirrorAliases() {
        pictures.put(
                new Key.Check("n1", "loop"),
                new Value.Check("n1", "loop", "loop", "critical", "", "", "db1", "db", List.of(), "alias"));
        assertThat(of("", "db1").status()).isEqualTo(Status.PASSING);
    }

    @Test
    void whatIsNotThereIsCriticalAndSaysSo() {
        assertThat(of("n2", "db1")).isEqualTo(new Result(Status.CRITICAL, "Node n2 is not registered"));
        assertThat(of("", "none")).isEqualTo(new Result(Status.CRITICAL, "Service none could not be found on node n1"));
    }
}
