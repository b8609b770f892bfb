package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Claim;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class OnceClaimsTest {
    private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

    /** Keys with their values and indexes, as the HTTP API has them. */
    private final Map<String, Map.Entry<String, Long>> keys = new HashMap<>();

    private long index = 10;
    private int failing;
    private String query = "";

    private CompletionStage<OnceClaims.Answer> api(HttpRequest request) {
        if (failing > 0) {
            failing--;
            return CompletableFuture.completedStage(new OnceClaims.Answer(500, "No cluster leader\n"));
        }
        var path = request.path();
        var found = keys.get(path);
        if (request.method().equals("GET")) {
            return CompletableFuture.completedStage(
                    found == null
                            ? new OnceClaims.Answer(404, "")
                            : new OnceClaims.Answer(
                                    200,
                                    "[{\"LockIndex\":0,\"Key\":\"k\",\"Value\":\"%s\",\"ModifyIndex\":%d}]"
                                            .formatted(
                                                    Base64.getEncoder()
                                                            .encodeToString(found.getKey()
                                                                    .getBytes(StandardCharsets.UTF_8)),
                                                    found.getValue())));
        }
        query = request.rawQuery();
        var cas = Long.parseLong(query.replaceAll(".*cas=(\\d+).*", "$1"));
        boolean taken = cas == (found == null ? 0 : found.getValue());
        if (taken) {
            var body = ((Entity.Whole) request.entity()).data().utf8String();
            keys.put(path, Map.entry(body, ++index));
        }
        return CompletableFuture.completedStage(new OnceClaims.Answer(200, Boolean.toString(taken)));
    }

    private String claim(String node, Claim claim) {
        return new OnceClaims(node, Duration.ofDays(7), this::api)
                .claim(claim)
                .toCompletableFuture()
                .join();
    }

    private static Claim exact(String key) {
        return new Claim("my trigger", key, T0, Duration.ZERO);
    }

    private static Claim blurred(Instant at) {
        return new Claim("t", "node/n1/fail", at, Duration.ofSeconds(30));
    }

    @Test
    void whoIsFirstHoldsItForGood() {
        assertThat(claim("n1", exact("kv/5/a b"))).isEqualTo("n1");
        assertThat(claim("n2", exact("kv/5/a b"))).isEqualTo("n1");
        assertThat(claim("n1", exact("kv/5/a b"))).isEqualTo("n1");
        assertThat(claim("n2", exact("kv/6/a b"))).isEqualTo("n2");
        assertThat(query).isEqualTo("cas=0&ttl=604800s");
        assertThat(keys.keySet()).contains("/v1/kv/.engine/once/my%20trigger/kv%2F5%2Fa%20b");
    }

    @Test
    void whatHasNoMarkIsTheSameWithinATime() {
        assertThat(claim("n1", blurred(T0))).isEqualTo("n1");
        assertThat(claim("n2", blurred(T0.plusSeconds(30)))).isEqualTo("n1");
        assertThat(claim("n2", blurred(T0.minusSeconds(30)))).isEqualTo("n1");
        assertThat(claim("n2", blurred(T0.plusSeconds(31)))).isEqualTo("n2");
        assertThat(claim("n1", blurred(T0.plusSeconds(32)))).isEqualTo("n2");
    }

    @Test
    void withoutAMajorityThereIsNoAnswer() {
        failing = 1;
        var claimed = new OnceClaims("n1", Duration.ofDays(7), this::api)
                .claim(exact("e"))
                .toCompletableFuture();
        assertThat(claimed)
                .isCompletedExceptionally()
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingRootCause()
                .withMessage("No cluster leader");
        assertThat(keys).isEmpty();
    }
}
