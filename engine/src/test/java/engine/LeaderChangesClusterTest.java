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

    private void register(Api api, String body) {
        assertThat(api.put("/v1/catalog/register", body).status()).isEqualTo(200);
    }

    private static boolean isListed(Api api) {
        return !api.get("/v1/catalog/service/print?stale").json().isEmpty();
    }

    @Test
    void whatIsCriticalForTooLongGoesOnceItsTimeIsOver() {
        var start = System.nanoTime();
        register(cluster.api(cluster.leader()), """
                {"Node": "printer", "Address": "10.0.0.9", "Service": {"Service": "print", "Port": 631},
                 "Check": {"CheckID": "print", "ServiceID": "print", "Status": "critical",
                           "Definition": {"DeregisterCriticalServiceAfter": "1m"}}}
                """);
        Await.until("half of its time is over", Duration.ofSeconds(60), () -> secondsSince(start) > 30);
        var api = cluster.api(leaderGoes());
        assertThat(isListed(api)).isTrue();
        Await.until("the service is gone", Duration.ofSeconds(90), () -> !isListed(api));
        assertThat(secondsSince(start)).isBetween(60.0, 95.0);
    }

    @Test
    void maintenanceForATimeEndsWhenItsTimeIsOver() {
        var api = cluster.api(cluster.leader());
        register(api, "{\"Node\": \"printer\", \"Address\": \"10.0.0.9\", \"Service\": {\"Service\": \"print\"}}");
        var start = System.nanoTime();
        assertThat(api.put("/v1/maintenance?service=print&enable=true&for=15s", "")
                        .status())
                .isEqualTo(200);
        var next = cluster.api(leaderGoes());
        assertThat(passing(next)).isFalse();
        Await.until("the maintenance is over", Duration.ofSeconds(60), () -> passing(next));
        assertThat(secondsSince(start)).isBetween(15.0, 40.0);
        assertThat(next.get("/v1/maintenance").body()).isEqualTo("[]");
    }

    private static boolean passing(Api api) {
        return !api.get("/v1/health/service/print?passing&stale").json().isEmpty();
    }
}
