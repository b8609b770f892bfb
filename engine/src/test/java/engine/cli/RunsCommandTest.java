package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunsCommandTest {
    private static final String PATH = "/v1/event/runs/id-1";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String runs(boolean complete, String second) {
        return """
                {"Event":{"ID":"id-1","Name":"deploy"},"Complete":%s,
                 "Receipts":[{"Node":"a","Triggers":1,"Reason":""},{"Node":"b","Triggers":1,"Reason":""},
                             {"Node":"c","Triggers":0,"Reason":"no trigger for event 'deploy'"}],
                 "Runs":[{"Node":"a","Trigger":"t","Status":"succeeded","ExitCode":0,"Output":"fine\\n","Reason":"","DurationMs":7},
                         %s]}""".formatted(complete, second);
    }

    private static final String FAILED = """
            {"Node":"b","Trigger":"t","Status":"failed","ExitCode":3,"Output":"boom\\nbang\\n","Reason":"exit code 3","DurationMs":1500}""";
    private static final String RUNNING = """
            {"Node":"b","Trigger":"t","Status":"running","ExitCode":null,"Output":"","Reason":"","DurationMs":null}""";

    @Test
    void theRunsOfAnEventAreATable() {
        agent.answer(PATH, runs(true, FAILED));
        assertThat(Call.to(agent, "runs", "id-1")).isEqualTo(new Call(0, """
                        Event deploy id-1
                        Node  Trigger  Status     Exit  Time   Reason
                        a     t        succeeded  0     7 ms   -
                        b     t        failed     3     1.5 s  exit code 3
                        c     -        -          -     -      no trigger for event 'deploy'
                        1 succeeded, 1 failed; 1 node had nothing to run.
                        """, ""));
    }

    @Test
    void onlyThoseThatFailedWithAllTheirOutput() {
        agent.answer(PATH, runs(false, FAILED).replace("]}", "],\"Waiting\":[\"d\"]}"));
        assertThat(Call.to(agent, "runs", "--failed", "--output", "id-1").out()).isEqualTo("""
                        Event deploy id-1
                        b  t  failed  exit 3  1.5 s  exit code 3
                            boom
                            bang
                        1 succeeded, 1 failed; 1 node had nothing to run.
                        No word yet from d.
                        """);
        assertThat(Call.to(agent, "runs", "--failed", "id-1").out())
                .contains("failed")
                .doesNotContain("a     t")
                .doesNotContain("no trigger");
    }

    @Test
    void followingPrintsEachRunAsItEndsAndTellsByItsStatusHowItWent() {
        agent.answer(PATH, 200, runs(false, RUNNING), Map.of("X-Consul-Index", "5"))
                .answer(PATH, 200, runs(false, RUNNING), Map.of("X-Consul-Index", "5"))
                .answer(PATH, 200, runs(true, FAILED), Map.of("X-Consul-Index", "6"));
        var call = Call.to(agent, "runs", "id-1", "--follow");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).isEqualTo("""
                        Event deploy id-1
                        c  runs nothing: no trigger for event 'deploy'
                        a  t  succeeded  exit 0  7 ms
                        b  t  failed  exit 3  1.5 s  exit code 3
                        1 succeeded, 1 failed; 1 node had nothing to run.
                        """);
        assertThat(agent.lastAsked().target()).startsWith(PATH + "?index=5&wait=");
    }

    @Test
    void ofACommandThatRunsTheOutputSoFarIsShown() {
        agent.answer(PATH, """
                {"Event":{"ID":"id-1","Name":"engine:exec"},"Complete":false,"Receipts":[{"Node":"a","Triggers":1,"Reason":""}],
                 "Runs":[{"Node":"a","Trigger":"engine:exec","Status":"running","Output":"one\\n","OutputDropped":12,"Reason":""}]}""");

        assertThat(Call.to(agent, "runs", "id-1", "--output").out()).isEqualTo("""
                        Event engine:exec id-1
                        a: ... (12 bytes not kept)
                        a: one
                        1 running.
                        """);
    }

    @Test
    void followingEndsWhenItsTimeIsOver() {
        agent.answer(PATH, runs(false, RUNNING));
        var call = Call.to(agent, "runs", "id-1", "--follow", "--timeout=100ms");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("t on b is running");
        assertThat(Call.to(agent, "runs", "id-1", "--timeout=1s").code()).isEqualTo(2);
    }

    @Test
    void jsonIsTheAgentsAnswer() {
        agent.answer(PATH, runs(true, FAILED));
        var call = Call.to(agent, "runs", "id-1", "--format", "json");
        assertThat(Fields.of(Json.parse(call.out())).objects("Runs")).hasSize(2);
    }

    @Test
    void anUnknownIdIsSaid() {
        var call = Call.to(agent, "runs", "id-1");
        assertThat(call).isEqualTo(new Call(1, "", "engine: there is no event with the id id-1 (any more).\n"));
        assertThat(Call.to(agent, "runs").code()).isEqualTo(2);
    }
}
