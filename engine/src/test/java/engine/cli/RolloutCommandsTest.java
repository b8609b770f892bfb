package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RolloutCommandsTest {
    private static final String SHOW = "/v1/event/rollout/show/r1";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String node(String name, String status, String event, String reason) {
        return """
                {"Node":"%s","Status":"%s","Attempt":1,"EventID":"%s","Reason":"%s","Since":null}""".formatted(name, status, event, reason);
    }

    private static String rollout(String status, boolean over, String counts, String... nodes) {
        return """
                {"ID":"r1","Event":"deploy","Command":"","Status":"%s","Over":%s,"Plan":{"max-parallel":"1","order":"name"},
                 "FiredBy":"s1","FiredFrom":"10.0.0.9","StartedAt":"2026-01-02T03:04:05.678901234Z","Counts":{%s},"Nodes":[%s]}""".formatted(status, over, counts, String.join(",", nodes));
    }

    private void runs(String event, String node, String status, int exit) {
        agent.answer("/v1/event/runs/" + event, """
                {"Event":{"ID":"%s","Name":"deploy"},"Complete":true,
                 "Receipts":[{"Node":"other","Triggers":0,"Reason":"not meant"},{"Node":"%s","Triggers":1,"Reason":""}],
                 "Runs":[{"Node":"%s","Trigger":"t","Status":"%s","ExitCode":%d,"Output":"out\\n","Reason":"","DurationMs":7}]}""".formatted(event, node, node, status, exit));
    }

    private void shows(int index, String rollout) {
        agent.answer(SHOW, 200, rollout, Map.of("X-Consul-Index", Integer.toString(index)));
    }

    @Test
    void anEventWithAPlanIsARolloutAndIsFollowed() {
        agent.answer("/v1/event/rollout/start/deploy", rollout("running", false, "\"waiting\":2"));
        shows(1, rollout("running", false, "", node("a", "running", "e1", ""), node("b", "waiting", "", "")));
        shows(2, rollout("running", false, "", node("a", "succeeded", "e1", ""), node("b", "running", "e2", "")));
        shows(
                3,
                rollout(
                        "paused-after-canary",
                        false,
                        "",
                        node("a", "succeeded", "e1", ""),
                        node("b", "running", "e2", "")));
        shows(
                4,
                rollout(
                        "succeeded",
                        true,
                        "\"succeeded\":2",
                        node("a", "succeeded", "e1", ""),
                        node("b", "succeeded", "e2", "")));
        runs("e1", "a", "succeeded", 0);
        runs("e2", "b", "succeeded", 0);

        var call = Call.to(
                agent,
                "event",
                "deploy",
                "1.4",
                "--node",
                "^web",
                "--max-parallel",
                "25%",
                "--spread",
                "zone",
                "--canary",
                "1",
                "--until-healthy",
                "--timeout",
                "2m");

        assertThat(call).isEqualTo(new Call(0, """
                        Rollout r1
                        a  t  succeeded  exit 0  7 ms
                            out
                        Paused after the canaries: `engine rollout resume r1` goes on, `abort` ends it.
                        b  t  succeeded  exit 0  7 ms
                            out
                        succeeded: 2 succeeded.
                        """, ""));
        assertThat(agent.asked().getFirst().target())
                .isEqualTo("/v1/event/rollout/start/deploy?node=%5Eweb&timeout=2m&max-parallel=25%25&canary=1"
                        + "&order=spread%3Azone&until-healthy");
        assertThat(agent.asked().getFirst().body()).isEqualTo("1.4");
    }

    @Test
    void aRolloutOfWhichANodeFailedIsAFailure() {
        agent.answer(
                "/v1/event/rollout/retry/r1",
                rollout("running", false, "", node("z", "succeeded", "e0", ""), node("a", "waiting", "", "")));
        shows(
                7,
                rollout(
                        "failed",
                        true,
                        "\"failed\":2,\"skipped\":1",
                        node("z", "succeeded", "e0", ""),
                        node("a", "failed", "e1", "t failed: exit code 1"),
                        node("b", "failed", "", "the node is not alive"),
                        node("c", "skipped", "", "stopped")));
        runs("e1", "a", "failed", 1);

        assertThat(Call.to(agent, "rollout", "retry", "r1")).isEqualTo(new Call(1, """
                        Rollout r1
                        a  t  failed  exit 1  7 ms
                            out
                        b  failed  the node is not alive
                        failed: 2 failed, 1 skipped. `engine rollout retry r1` runs what is left.
                        """, ""));
    }

    @Test
    void aRolloutThatSucceededWithAFailureIsOneForWhoWantedAllNodes() {
        shows(7, rollout("succeeded", true, "\"failed\":1", node("a", "failed", "", "the node is not alive")));

        assertThat(Call.to(agent, "rollout", "show", "r1", "--follow").code()).isEqualTo(1);
    }

    @Test
    void whoLosesTheAgentIsToldThatTheRolloutGoesOn() {
        agent.answer("/v1/event/rollout/start/deploy", rollout("running", false, ""));
        agent.answer(SHOW, 500, "No cluster leader", Map.of());

        var call = Call.to(agent, "event", "deploy", "--max-parallel", "1");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("The rollout goes on without this command: `engine rollout show r1 --follow`");
    }

    @Test
    void rolloutsAreListedShownAndTold() {
        agent.answer("/v1/event/rollout/list", "[" + rollout("failed", true, "\"failed\":1,\"skipped\":1") + "]");
        shows(7, rollout("failed", true, "\"failed\":1", node("a", "failed", "e1", "exit code 1")));
        agent.answer("/v1/event/rollout/pause/r1", rollout("paused", false, "\"running\":1"));

        assertThat(Call.to(agent, "rollout", "list").out()).isEqualTo("""
                        Started                   ID  What    Status  Nodes                Started By
                        2026-01-02T03:04:05.678Z  r1  deploy  failed  1 failed, 1 skipped  s1
                        """);
        assertThat(Call.to(agent, "rollout", "show", "r1").out()).isEqualTo("""
                        Rollout r1
                        What     deploy
                        Status   failed
                        Nodes    1 failed
                        Plan     max-parallel=1, order=name
                        Started  2026-01-02T03:04:05.678Z by s1 from 10.0.0.9
                        Node  Status  Attempt  Event  Reason
                        a     failed  1        e1     exit code 1
                        """);
        assertThat(Call.to(agent, "rollout", "pause", "r1").out()).isEqualTo("Rollout r1 is paused: 1 running.\n");
        assertThat(Call.to(agent, "rollout", "show", "r2").err())
                .contains("there is no rollout with the id r2 (any more)");
        assertThat(Call.to(agent, "rollout", "abort").code()).isEqualTo(2);
    }

    @Test
    void theNodesMayBeNamedInTheirOrder() {
        agent.answer("/v1/event/rollout/start/deploy", "{\"ID\":\"r1\"}");
        Call.to(agent, "event", "deploy", "--nodes", "b,a", "--no-wait");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/rollout/start/deploy?order=given%3Ab%2Ca");
        assertThat(Call.to(agent, "event", "deploy", "--nodes", "b,a", "--order", "name")
                        .err())
                .contains("exclude each other");
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsAsked() {
        assertThat(Call.to(agent, "event", "deploy", "--pause").err()).contains("--pause needs --canary beside it");
        assertThat(Call.to(agent, "event", "deploy", "--order", "name", "--spread", "zone")
                        .code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "event", "deploy", "--healthy-for", "1s").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "event", "deploy", "--canary", "x").code()).isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
    }
}
