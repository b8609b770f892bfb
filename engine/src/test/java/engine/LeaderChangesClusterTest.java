package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What takes its time goes on when another of three servers comes to lead. */
@Timeout(240)
final class LeaderChangesClusterTest {
    @TempDir
    private Path dir;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(dir, 3, 0);
        cluster.startAll();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Ends the server that leads; a server that goes on. */
    private String leaderGoes() {
        var leader = cluster.leader();
        cluster.stop(leader);
        return cluster.leader();
    }

    private static void register(Api api, String body) {
        assertThat(api.put("/v1/catalog/register", body).status()).isEqualTo(200);
    }

    /** Both in one cluster, as both do little but wait: a minute is the shortest time after which what is critical goes. */
    @Test
    void maintenanceForATimeEndsAndWhatIsCriticalForTooLongGoesOnceTheirTimeIsOver() {
        var before = cluster.api(cluster.leader());
        var start = System.nanoTime();
        register(before, """
                {"Node": "printer", "Address": "10.0.0.9", "Service": {"Service": "print", "Port": 631},
                 "Check": {"CheckID": "print", "ServiceID": "print", "Status": "critical",
                           "Definition": {"DeregisterCriticalServiceAfter": "1m"}}}
                """);
        register(before, "{\"Node\": \"scanner\", \"Address\": \"10.0.0.8\", \"Service\": {\"Service\": \"scan\"}}");
        assertThat(before.put("/v1/maintenance?service=scan&enable=true&for=45s", "")
                        .status())
                .isEqualTo(200);
        Await.until("half of a minute is over", Duration.ofSeconds(60), () -> secondsSince(start) > 30);

        var api = cluster.api(leaderGoes());
        assertThat(isListed(api, "print")).isTrue();
        assertThat(isPassing(api, "scan")).isFalse();

        Await.until("the maintenance is over", Duration.ofSeconds(60), () -> isPassing(api, "scan"));
        assertThat(secondsSince(start)).isBetween(45.0, 70.0);
        assertThat(api.get("/v1/maintenance").body()).isEqualTo("[]");

        Await.until("the service is gone", Duration.ofSeconds(90), () -> !isListed(api, "print"));
        assertThat(secondsSince(start)).isBetween(60.0, 95.0);
    }

    private static boolean isListed(Api api, String service) {
        return !api.get("/v1/catalog/service/" + service + "?stale").json().isEmpty();
    }

    private static boolean isPassing(Api api, String service) {
        return !api.get("/v1/health/service/" + service + "?passing&stale")
                .json()
                .isEmpty();
    }
}
