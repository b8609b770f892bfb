package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QueryCommandTest {
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/event/fire/query:load", "{\"ID\":\"id-1\"}");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void answers(boolean complete, String receipts, String runs) {
        agent.answer(
                "/v1/event/runs/id-1",
                200,
                "{\"Complete\":%s,\"Receipts\":[%s],\"Runs\":[%s]}".formatted(complete, receipts, runs),
                Map.of("X-Consul-Index", "7"));
    }

    private static String receipt(String node, int triggers, String reason) {
        return "{\"Node\":\"%s\",\"Triggers\":%d,\"Reason\":\"%s\"}".formatted(node, triggers, reason);
    }

    private static String run(String node, String status, String output, String reason) {
        return "{\"Node\":\"%s\",\"Trigger\":\"load\",\"Status\":\"%s\",\"ExitCode\":0,\"Output\":\"%s\",\"Reason\":\"%s\"}"
                .formatted(node, status, output, reason);
    }

    @Test
    void eachAnswerIsALineAndTheSumSaysWhoAcknowledged() {
        answers(false, receipt("web1", 1, ""), run("web1", "succeeded", "0.14\\n", ""));
        answers(
                true,
                receipt("web1", 1, "") + "," + receipt("web2", 1, "") + "," + receipt("db1", 0, "none"),
                run("web1", "succeeded", "0.14\\n", "") + "," + run("web2", "succeeded", "0.2\\n0.3\\n", ""));

        assertThat(Call.to(agent, "query", "load")).isEqualTo(new Call(0, """
                Query load id-1
                web1  0.14
                web2
                    0.2
                    0.3
                3 nodes acknowledged, 2 answered.
                """, ""));
        assertThat(agent.asked().getFirst().target()).isEqualTo("/v1/event/fire/query%3Aload?ttl=15000ms");
    }

    @Test
    void anAnswerThatFailedIsShownAndIsAFailure() {
        answers(true, receipt("web1", 1, ""), run("web1", "failed", "no such disk\\n", "exit code 3"));

        assertThat(Call.to(agent, "query", "load")).isEqualTo(new Call(1, """
                Query load id-1
                web1  failed  exit code 3
                    no such disk
                1 node acknowledged, none answered.
                """, ""));
    }

    @Test
    void whereNobodyAnswersItSaysWhyAndFails() {
        answers(true, receipt("web1", 0, "no trigger for event 'query:load'"), "");

        assertThat(Call.to(agent, "query", "load")).isEqualTo(new Call(1, """
                Query load id-1
                1 node acknowledged, none answered: no trigger for event 'query:load'.
                """, ""));
    }

    @Test
    void whoDidNotAnswerInTimeIsNamed() {
        agent.answer(
                "/v1/event/runs/id-1",
                "{\"Complete\":false,\"Receipts\":[" + receipt("web1", 1, "") + "],\"Runs\":["
                        + run("web1", "succeeded", "1\\n", "") + "],\"Waiting\":[\"db1\"]}");

        var call = Call.to(agent, "query", "load", "--timeout", "300ms");

        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("the query was not done in 300 ms: no word from db1");
        assertThat(agent.asked().getFirst().target()).endsWith("?ttl=1000ms");
    }

    @Test
    void filtersPayloadAndFormatAreThoseOfEvents() {
        agent.answer("/v1/event/match", "[{\"Node\":\"web1\",\"Alive\":true}]");
        answers(true, receipt("web1", 1, ""), run("web1", "succeeded", "1\\n", ""));

        var call = Call.to(agent, "query", "load", "5m", "--node", "^web", "--format", "json");

        assertThat(call.code()).isZero();
        assertThat(Fields.of(Json.parse(call.out())).truth("Complete")).isTrue();
        assertThat(agent.asked().get(1).target()).contains("node=%5Eweb");
        assertThat(agent.asked().get(1).body()).isEqualTo("5m");
        assertThat(Call.to(agent, "query").code()).isEqualTo(2);
    }
}
