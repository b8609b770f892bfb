package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.config.BadCheck;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad definitions of checks over HTTP: 400 with the sentence, and nothing is registered. */
class BadChecksHttpTest {

    @Test
    @Timeout(120)
    void eachIsRefusedWithItsReason() {
        try (var running = new Running()) {
            var softly = new SoftAssertions();
            for (var row : BadCheck.all()) {
                row.overHttp().ifPresent(sentence -> {
                    var reply = running.api().put("/v1/agent/check/register", row.json());
                    softly.assertThat(reply.status()).as(row.definition()).isEqualTo(400);
                    softly.assertThat(reply.body().strip()).as(row.definition()).isEqualTo(sentence);
                });
            }
            softly.assertAll();
            assertThat(running.api().get("/v1/agent/checks").body().strip()).isEqualTo("{}");
        }
    }

    /** A check that depends on itself, over others too, is known only beside those that are there. */
    @Test
    @Timeout(120)
    void circlesAreRefusedWithTheWay() {
        try (var running = new Running()) {
            assertThat(register(running, "{\"Name\": \"a\", \"TTL\": \"1h\", \"DependsOn\": [\"a\"]}"))
                    .contains("'a'");
            assertThat(register(running, "{\"Name\": \"b\", \"AnyOf\": [\"b\"]}"))
                    .contains("'b'");
            assertThat(register(running, "{\"Name\": \"c\", \"TTL\": \"1h\", \"DependsOn\": [\"d\"]}"))
                    .isEmpty();
            assertThat(register(running, "{\"Name\": \"d\", \"AllOf\": [\"e\"]}"))
                    .isEmpty();
            assertThat(register(running, "{\"Name\": \"e\", \"TTL\": \"1h\", \"DependsOn\": [\"c\"]}"))
                    .contains("e -> c -> d -> e");
        }
    }

    /** What it is refused with; empty where it is taken. */
    private static String register(Running running, String body) {
        var reply = running.api().put("/v1/agent/check/register", body);
        assertThat(reply.status()).isIn(200, 400);
        return reply.status() == 200 ? "" : reply.body();
    }
}
