package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance of the datacenter, in a cluster of a server and a client agent. */
@Timeout(120)
final class MaintenanceTest {
    @TempDir
    private Path dir;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(dir, 1, 1);
        cluster.startAll();
        for (var node : List.of("s1", "c1")) {
            var reply = cluster.api(node)
                    .put(
                            "/v1/agent/service/register",
                            "{\"Name\": \"web\", \"ID\": \"web-%s\", \"Port\": %d}"
                                    .formatted(node, node.equals("s1") ? 81 : 82));
            assertThat(reply.status()).isEqualTo(200);
        }
        await(81, 82);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void await(Integer... ports) {
        Await.until("DNS names the ports " + List.of(ports), () -> ports().equals(List.of(ports)));
    }

    private List<Integer> ports() throws IOException {
        return cluster.agent("s1").portsOf("web");
    }

    private Api.Reply maintain(String from, String query) {
        var reply = cluster.api(from).put("/v1/maintenance?" + query, "");
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
        return reply;
    }

    @Test
    void aNodeIsInMaintenanceAlsoWhileItIsDown() throws Exception {
        maintain("s1", "node=c1&enable=true&reason=new+disks");
        await(81);
        cluster.stop("c1");
        assertThat(cluster.api("s1").get("/v1/maintenance").json()).hasSize(1);
        cluster.start("c1");
        Await.until(
                "the node is alive again",
                () -> cluster.api("s1")
                        .get("/v1/health/node/c1?filter=CheckID==serfHealth")
                        .body()
                        .contains("passing"));
        assertThat(ports()).containsExactly(81);
        var checks = cluster.api("s1").get("/v1/health/node/c1").body();
        assertThat(checks).contains("\"_node_maintenance:datacenter\"").contains("new disks");

        assertThat(maintain("c1", "node=c1&enable=false").body()).isEqualTo("true");
        await(81, 82);
    }

    @Test
    void aServiceIsInMaintenanceEverywhereAndComesBackByItself() {
        maintain("c1", "service=web&enable=true&for=3s");
        await();
        assertThat(cluster.api("s1").get("/v1/health/service/web").body())
                .contains("_service_maintenance:datacenter:web-s1")
                .contains("_service_maintenance:datacenter:web-c1");
        await(81, 82);
        assertThat(cluster.api("s1").get("/v1/maintenance").body()).isEqualTo("[]");
    }

    @Test
    void oneInstanceAloneIsInMaintenanceAndItsServerIsRestarted() {
        maintain("s1", "node=s1&service-id=web-s1&enable=true");
        await(82);
        cluster.stop("s1");
        cluster.start("s1");
        Await.until(
                "the maintenance is known again",
                () -> cluster.api("s1").get("/v1/health/node/s1").body().contains("_service_maintenance:datacenter"));
        await(82);
    }

    @Test
    void aTargetThatIsNotThereIsRefusedAndItsKeysAreNobodysElse() {
        for (var query : List.of("node=n9", "service=mail", "node=s1&service-id=web-c1")) {
            assertThat(cluster.api("s1")
                            .put("/v1/maintenance?enable=true&" + query, "")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(maintain("s1", "node=s1&enable=false").body()).isEqualTo("false");
        assertThat(cluster.api("s1")
                        .put("/v1/kv/.engine/maintenance/node/s1", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(cluster.api("s1")
                        .put(
                                "/v1/agent/check/register",
                                "{\"Name\": \"_node_maintenance:datacenter\", \"TTL\": \"1m\"}")
                        .status())
                .isEqualTo(400);
    }
}
