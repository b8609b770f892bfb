package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventCommandTest {
    private static final String FIRED = "{\"ID\":\"id-1\",\"Name\":\"deploy\",\"Payload\":null}";
    private static final String RUNS = "/v1/event/runs/id-1";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/event/fire/deploy", FIRED);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String runs(boolean complete, String receipts, String runs) {
        return "{\"Event\":{\"ID\":\"id-1\",\"Name\":\"deploy\"},\"Complete\":" + complete + ",\"Receipts\":["
                + receipts + "],\"Runs\":[" + runs + "]}";
    }

    private static String receipt(String node, int triggers, String reason) {
        return "{\"Node\":\"" + node + "\",\"Triggers\":" + triggers + ",\"Reason\":\"" + reason + "\"}";
    }

    private static String run(String node, String status, String exitCode, String output, String reason) {
        return "{\"Node\":\"" + node + "\",\"Trigger\":\"deploy\",\"Status\":\"" + status + "\",\"ExitCode\":"
                + exitCode + ",\"Output\":\"" + output + "\",\"Reason\":\"" + reason + "\",\"DurationMs\":1200}";
    }

    @Test
    void consulsFormPrintsTheIdAndReturns() {
        var call = Call.to(agent, "event", "-name=deploy", "-node=^a", "-service=web", "-tag=v2", "x y");
        assertThat(call).isEqualTo(new Call(0, "Event ID: id-1\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/fire/deploy?node=%5Ea&service=web&tag=v2");
        assertThat(agent.lastAsked().body()).isEqualTo("x y");
    }

    @Test
    void noWaitPrintsTheIdAndReturns() {
        assertThat(Call.to(agent, "event", "deploy", "x", "--no-wait")).isEqualTo(new Call(0, "Event ID: id-1\n", ""));
        assertThat(agent.asked()).hasSize(1);
        assertThat(Call.to(agent, "event", "deploy", "--no-wait", "--format=json")
                        .out())
                .contains("\"ID\": \"id-1\"");
    }

    @Test
    void thePayloadIsReadFromStdinOrAFile(@TempDir Path directory) throws IOException {
        Call.with(Map.of("CONSUL_HTTP_ADDR", agent.address()), "from stdin", "event", "deploy", "-", "--no-wait");
        assertThat(agent.lastAsked().body()).isEqualTo("from stdin");
        var file = Files.writeString(directory.resolve("p"), "from file");
        Call.to(agent, "event", "deploy", "@" + file, "--no-wait");
        assertThat(agent.lastAsked().body()).isEqualTo("from file");
        assertThat(Call.to(agent, "event", "deploy", "@" + directory.resolve("none"))
                        .err())
                .contains("cannot be read");
    }

    @Test
    void followsTheRunsByBlockingQueriesUntilAllIsDone() {
        agent.answer(RUNS, 200, runs(false, "", ""), Map.of("X-Consul-Index", "5"))
                .answer(
                        RUNS,
                        200,
                        runs(false, receipt("a", 1, ""), run("a", "running", "null", "", "")),
                        Map.of("X-Consul-Index", "6"))
                .answer(
                        RUNS,
                        200,
                        runs(
                                true,
                                receipt("a", 1, "") + "," + receipt("b", 0, "no trigger deploy"),
                                run("a", "succeeded", "0", "one\\ntwo\\n", "")),
                        Map.of("X-Consul-Index", "8"));
        var call = Call.to(agent, "event", "deploy", "1.4.2");
        assertThat(call).isEqualTo(new Call(0, """
                        Event deploy id-1
                        b  runs nothing: no trigger deploy
                        a  deploy  succeeded  exit 0  1.2 s
                            one
                            two
                        1 succeeded; 1 node had nothing to run.
                        """, ""));
        assertThat(agent.asked().get(1).target()).isEqualTo(RUNS);
        assertThat(agent.asked().get(2).target()).startsWith(RUNS + "?index=5&wait=");
        assertThat(agent.asked().get(3).target()).startsWith(RUNS + "?index=6&wait=");
    }

    @Test
    void theStatusIs1WhenARunFailed() {
        agent.answer(
                RUNS,
                runs(
                        true,
                        receipt("a", 1, ""),
                        run("a", "failed", "3", "boom", "") + ","
                                + run("b", "timed-out", "null", "", "killed after 2m")));
        var call = Call.to(agent, "event", "deploy");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out())
                .contains("a  deploy  failed  exit 3  1.2 s\n    boom\n")
                .contains("b  deploy  timed-out  1.2 s  killed after 2m\n")
                .endsWith("1 failed, 1 timed-out.\n");
    }

    @Test
    void theStatusIs0WhenNothingRanAndItIsSaid() {
        agent.answer(RUNS, runs(true, receipt("a", 0, "no trigger waits for it"), ""));
        var call = Call.to(agent, "event", "deploy");
        assertThat(call.code()).isZero();
        assertThat(call.out()).endsWith("""
                        a  runs nothing: no trigger waits for it
                        Nothing ran: no trigger on 1 node was for this event.
                        """);
    }

    @Test
    void theStatusIs1WhenTheTimeRanOut() {
        agent.answer(RUNS, runs(false, receipt("a", 1, ""), run("a", "running", "null", "", "")));
        var call = Call.to(agent, "event", "deploy", "--timeout", "200ms");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).isEqualTo("engine: the event was not done in 200 ms: deploy on a is running.\n");
    }

    @Test
    void jsonIsTheLastStateAlone() {
        agent.answer(RUNS, runs(true, receipt("a", 1, ""), run("a", "succeeded", "0", "", "")));
        var call = Call.to(agent, "event", "deploy", "--format", "json");
        assertThat(Fields.of(Json.parse(call.out())).truth("Complete")).isTrue();
    }

    @Test
    void anAgentThatCannotTellOfRunsIsSaidToBeOne() {
        agent.answer(RUNS, 404, "", Map.of());
        var call = Call.to(agent, "event", "deploy");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .contains("the event id-1 is fired, but the agent at " + agent.address() + " cannot tell");
    }

    @Test
    void outputCannotSteerTheTerminalAndIsCutToItsEnd() {
        var lines = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            lines.append("line ").append(i).append("\\u001b[2J\\n");
        }
        agent.answer(RUNS, runs(true, receipt("a", 1, ""), run("a", "succeeded", "0", lines.toString(), "")));
        var out = Call.to(agent, "event", "deploy").out();
        assertThat(out)
                .contains("... (10 lines before)")
                .contains("    line 11?[2J\n")
                .doesNotContain("line 10?");
    }

    @Test
    void whatIsNotUnderstoodHasStatus2() {
        assertThat(Call.to(agent, "event").code()).isEqualTo(2);
        assertThat(Call.to(agent, "event", "-name=deploy", "a", "b").code()).isEqualTo(2);
        assertThat(Call.to(agent, "event", "deploy", "--tag", "x").err()).contains("--tag needs --service");
        assertThat(Call.to(agent, "event", "deploy", "--timeout", "soon").err()).contains("--timeout takes a time");
        assertThat(Call.to(agent, "event", "deploy", "--format", "xml").code()).isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
    }
}
