package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExecCommandTest {
    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent()
                .answer("/v1/event/match", "[{\"Node\":\"a\",\"Alive\":true},{\"Node\":\"b\",\"Alive\":true}]")
                .answer("/v1/event/exec", "{\"ID\":\"e1\",\"Name\":\"engine:exec\"}");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void ran(String second, String receipt) {
        agent.answer("/v1/event/runs/e1", """
                {"Event":{"ID":"e1","Name":"engine:exec"},"Complete":true,
                 "Receipts":[{"Node":"a","Triggers":1,"Reason":""},%s],
                 "Runs":[{"Node":"a","Trigger":"engine:exec","Status":"succeeded","ExitCode":0,"Output":"up\\n","Reason":"","DurationMs":7}%s]}""".formatted(receipt, second));
    }

    @Test
    void theOutputOfEachNodeIsShown() {
        ran(
                ",{\"Node\":\"b\",\"Trigger\":\"engine:exec\",\"Status\":\"failed\",\"ExitCode\":3,\"Output\":\"no\\n\",\"Reason\":\"exit code 3\",\"DurationMs\":9}",
                "{\"Node\":\"b\",\"Triggers\":1,\"Reason\":\"\"}");

        assertThat(Call.to(agent, "exec", "--node", "^.$", "uptime", "-p")).isEqualTo(new Call(1, """
                        Event engine:exec e1
                        a  engine:exec  succeeded  exit 0  7 ms
                            up
                        b  engine:exec  failed  exit 3  9 ms  exit code 3
                            no
                        1 succeeded, 1 failed.
                        """, ""));
        var asked = agent.asked().get(1);
        assertThat(asked.target()).isEqualTo("/v1/event/exec?node=%5E.%24");
        assertThat(Fields.of(Json.parse(asked.body())).texts("Command")).isEqualTo(List.of("uptime", "-p"));
        assertThat(Fields.of(Json.parse(asked.body())).text("Timeout")).isEqualTo("60000ms");
    }

    @Test
    void outputIsShownAsItComesAndOnce() {
        streams("running", "null", "one\\n", false);
        streams("running", "null", "one\\ntwo\\nthr", false);
        streams("succeeded", "0", "one\\ntwo\\nthree\\n", true);

        assertThat(Call.to(agent, "exec", "--node", "^a$", "backup").out()).isEqualTo("""
                        Event engine:exec e1
                        a: one
                        a: two
                        a: three
                        a  engine:exec  succeeded  exit 0  2.0 s
                        1 succeeded.
                        """);
    }

    private void streams(String status, String code, String output, boolean complete) {
        agent.answer(
                "/v1/event/runs/e1",
                200,
                """
                {"Event":{"ID":"e1","Name":"engine:exec"},"Complete":%s,"Receipts":[{"Node":"a","Triggers":1,"Reason":""}],
                 "Runs":[{"Node":"a","Trigger":"engine:exec","Status":"%s","ExitCode":%s,"Output":"%s","Reason":"","DurationMs":%s}]}
                """.formatted(complete, status, code, output, complete ? "2000" : "null"),
                Map.of("X-Consul-Index", "5"));
    }

    @Test
    void ofARolloutItIsShownAsItComesToo() {
        agent.answer("/v1/event/rollout/exec", "{\"ID\":\"r1\"}")
                .answer("/v1/event/rollout/show/r1", rollout("running", false))
                .answer("/v1/event/rollout/show/r1", rollout("succeeded", true));
        streams("running", "null", "one\\n", false);
        streams("succeeded", "0", "one\\ntwo\\n", true);

        assertThat(Call.to(agent, "exec", "--max-parallel", "1", "backup")).isEqualTo(new Call(0, """
                        Rollout r1
                        a: one
                        a: two
                        a  engine:exec  succeeded  exit 0  2.0 s
                        succeeded: 1 succeeded.
                        """, ""));
    }

    private static String rollout(String status, boolean over) {
        return """
                {"ID":"r1","Status":"%1$s","Over":%2$s,"Counts":{"%1$s":1},"Nodes":[{"Node":"a","Status":"%1$s","EventID":"e1"}]}
                """.formatted(status, over);
    }

    @Test
    void whatIsNotKeptOfAShortCommandIsCounted() {
        agent.answer("/v1/event/runs/e1", """
                {"Event":{"ID":"e1","Name":"engine:exec"},"Complete":true,
                 "Receipts":[{"Node":"a","Triggers":1,"Reason":""},{"Node":"b","Triggers":1,"Reason":""}],
                 "Runs":[{"Node":"a","Trigger":"engine:exec","Status":"succeeded","ExitCode":0,"Output":"end\\n","OutputDropped":70000,
                          "Reason":"","DurationMs":7}]}""");

        assertThat(Call.to(agent, "exec", "backup").out()).contains("""
                        a  engine:exec  succeeded  exit 0  7 ms
                            ... (70,000 bytes before)
                            end
                        """);
    }

    @Test
    void aNodeThatRefusesIsAFailure() {
        ran("", "{\"Node\":\"b\",\"Triggers\":0,\"Reason\":\"this node runs no remote commands\"}");

        var call = Call.to(agent, "exec", "uptime");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).contains("b  runs nothing: this node runs no remote commands");
    }

    @Test
    void aSingleTextWithMarksOfTheShellIsALine() {
        ran("", "{\"Node\":\"b\",\"Triggers\":1,\"Reason\":\"\"}");

        Call.to(agent, "exec", "--no-wait", "df -h | wc");
        assertThat(Fields.of(Json.parse(agent.lastAsked().body())).text("Shell"))
                .isEqualTo("df -h | wc");
        Call.to(agent, "exec", "--no-wait", "/usr/bin/uptime");
        assertThat(Fields.of(Json.parse(agent.lastAsked().body())).texts("Command"))
                .isEqualTo(List.of("/usr/bin/uptime"));
    }

    @Test
    void withAPlanItIsARollout() {
        agent.answer("/v1/event/rollout/exec", "{\"ID\":\"r1\"}");

        assertThat(Call.to(agent, "exec", "--max-parallel", "1", "--no-wait", "uptime")
                        .out())
                .isEqualTo("Rollout ID: r1\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/rollout/exec?max-parallel=1&timeout=70000ms");
    }

    @Test
    void nothingIsAskedWithoutACommandAndNothingIsRunInADryRun() {
        assertThat(Call.to(agent, "exec").code()).isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
        assertThat(Call.to(agent, "exec", "--dry-run", "reboot").out()).contains("a     alive");
        assertThat(agent.asked()).hasSize(1);
    }

    @Test
    void theAuditIsATable() {
        agent.answer("/v1/event/audit", """
                [{"Time":"2026-01-02T03:04:05Z","Kind":"exec","ID":"e1","By":"s1","From":"10.0.0.9","What":"uptime -p",
                  "Filters":{"node":"^web"},"Nodes":{"a":"succeeded","b":"nothing"},"Result":"succeeded"}]""");

        assertThat(Call.to(agent, "audit", "--kind", "exec", "--since", "1h").out())
                .isEqualTo("""
                        Time                  Kind  What       By  From      Meant      Nodes  Result
                        2026-01-02T03:04:05Z  exec  uptime -p  s1  10.0.0.9  node=^web  2      succeeded
                        """);
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/audit?kind=exec&since=1h");
    }
}
