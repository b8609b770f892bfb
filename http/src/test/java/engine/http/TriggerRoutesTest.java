package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerRoutesTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void empty() {
        api.state.triggers.kept.clear();
        api.state.triggers.reports.clear();
    }

    @Test
    void whatIsAppliedIsAnsweredAndListed() {
        var applied = api.put("/v1/event/trigger", "trigger.deploy {}");

        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.body())
                .startsWith("[{\"Name\":\"deploy\",\"Version\":1,\"Since\":\"1970-01-01T00:00:00Z\"")
                .endsWith("\"Definition\":\"trigger.deploy {}\"}]");
        assertThat(api.get("/v1/event/triggers").body()).isEqualTo(applied.body());
        assertThat(api.get("/v1/event/triggers").header("x-consul-index")).isEqualTo("1");
    }

    @Test
    void howTheNodesTakeItIsToldOfOneAndOfAllWhereAsked() {
        api.put("/v1/event/trigger", "x");
        var nodes =
                "\"Nodes\":{\"Run\":[\"web1\"],\"Refuse\":[\"db1\"],\"Define\":[],\"Fail\":{\"web2\":\"why of deploy\"}}";

        assertThat(api.get("/v1/event/trigger/deploy").body()).contains(nodes);
        assertThat(api.get("/v1/event/triggers?nodes").body()).contains(nodes);
    }

    @Test
    void whatIsNotKeptIsNotFound() {
        assertThat(api.get("/v1/event/trigger/deploy").status()).isEqualTo(404);
        assertThat(api.send("DELETE", "/v1/event/trigger/deploy", "").body())
                .isEqualTo("No trigger \"deploy\" is kept in the cluster.");
        api.put("/v1/event/trigger", "x");
        assertThat(api.send("DELETE", "/v1/event/trigger/deploy", "").body()).isEqualTo("true");
    }

    @Test
    void aDefinitionThatIsNoneIsRefusedWithItsSentence() {
        var reply = api.put("/v1/event/trigger", "bad");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("definition:1: no");
        assertThat(api.put("/v1/event/trigger", " ".repeat(TriggerRoutes.MAX_SIZE + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void anAgentReportsHowItTakesThem() {
        var reply = api.put("/v1/event/triggers/web 1".replace(" ", "%20"), """
                {"Permits":["app-*"],"Defines":["deploy"],"Fails":{"x":"why"},"More":1}
                """);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.state.triggers.reports)
                .containsExactly("web 1 Report[permits=[app-*], defines=[deploy], fails={x=why}]");
    }
}
