package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What supervisors and load balancers are told. */
final class ProbeRoutesTest {

    @Test
    void aServerIsReadyWhileALeaderIsKnown() {
        try (var api = new Api()) {
            assertThat(api.get("/health/live").status()).isEqualTo(200);
            assertThat(api.get("/health/ready").status()).isEqualTo(200);

            api.state.leader = Optional.empty();
            var without = api.get("/health/ready");
            assertThat(without.status()).isEqualTo(503);
            assertThat(without.body()).startsWith("Not ready: no leader is known.");
            assertThat(api.get("/health/ready?available").status()).isEqualTo(200);
            assertThat(api.get("/health/live").status()).isEqualTo(200);
            assertThat(api.put("/health/ready", "").status()).isEqualTo(405);
        }
    }

    @Test
    void aClientAgentIsReadyWhileItIsAttached() {
        try (var api = new Api(_ -> CompletableFuture.failedStage(new IllegalStateException("asked")))) {
            assertThat(api.get("/health/ready").status()).isEqualTo(200);

            api.state.agent.attached = false;
            assertThat(api.get("/health/ready").status()).isEqualTo(503);
            assertThat(api.get("/health/ready").body()).contains("attached to no server");
            assertThat(api.get("/health/ready?available").status()).isEqualTo(200);
            assertThat(api.get("/health/live").status()).isEqualTo(200);
        }
    }
}
