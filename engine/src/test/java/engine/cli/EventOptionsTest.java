package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom an event is for, and for how long. */
final class EventOptionsTest {
    private static final String RUNS = "/v1/event/runs/id-1";
    private static final String MATCH = "/v1/event/match";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/event/fire/deploy", "{\"ID\":\"id-1\",\"Name\":\"deploy\"}");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String node(String name, boolean alive) {
        return "{\"Node\":\"" + name + "\",\"Alive\":" + alive + "}";
    }

    private static String runs(boolean complete, String receipts, String runs, String waiting) {
        return "{\"Event\":{\"ID\":\"id-1\",\"Name\":\"deploy\"},\"Complete\":" + complete + ",\"Receipts\":["
                + receipts + "],\"Runs\":[" + runs + "],\"Waiting\":[" + waiting + "]}";
    }

    private static String receipt(String node, int triggers) {
        return "{\"Node\":\"" + node + "\",\"Triggers\":" + triggers + ",\"Reason\":\"filter\"}";
    }

    private static String run(String node, String status) {
        return "{\"Node\":\"" + node + "\",\"Trigger\":\"t\",\"Status\":\"" + status + "\"}";
    }

    @Test
    void filtersOnMetadataAndTheTimeToLiveGoToTheAgent() {
        Call.to(agent, "event", "-name=deploy", "--meta", "zone=^eu=1", "--meta=rack=", "--ttl", "10m");
        assertThat(agent.lastAsked().target())
                .isEqualTo("/v1/event/fire/deploy?meta=zone%3A%5Eeu%3D1&meta=rack%3A&ttl=10m");
    }

    @Test
    void aDuplicateIsSaidToBeOneAndTheFirstIsFollowed() {
        Call.to(agent, "event", "deploy", "--key", "a b", "--key-window", "1h", "--no-wait");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/fire/deploy?key=a%20b&key-window=1h");
        agent.answer("/v1/event/fire/restart", "{\"ID\":\"id-1\",\"Name\":\"deploy\",\"Duplicate\":true}");
        var told = "A duplicate, and not fired: the event was fired with this key before.\n";
        assertThat(Call.to(agent, "event", "restart", "--key", "a", "--no-wait"))
                .isEqualTo(new Call(0, told + "Event ID: id-1\n", ""));
        agent.answer(RUNS, runs(true, receipt("a", 1), run("a", "succeeded"), ""));
        var followed = Call.to(agent, "event", "restart", "--key", "a");
        assertThat(followed.code()).isZero();
        assertThat(followed.out()).startsWith(told + "Event restart id-1\n").contains("a  t  succeeded");
    }

    @Test
    void aWindowNeedsAKeyAndARolloutTakesNone() {
        assertThat(Call.to(agent, "event", "deploy", "--key-window", "1m").err())
                .contains("--key-window needs --key beside it");
        assertThat(Call.to(agent, "event", "deploy", "--key", "a", "--canary", "1")
                        .err())
                .contains("--key goes with no option of a rollout");
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void thePayloadMayBeAnOption() {
        Call.to(agent, "event", "-name=deploy", "-payload=1.4.2", "-node=a", "-service=b", "-tag=c");
        assertThat(agent.lastAsked().body()).isEqualTo("1.4.2");
        assertThat(Call.to(agent, "event", "deploy", "x", "--payload", "y").code())
                .isEqualTo(2);
    }

    @Test
    void thatNoNodeMatchesIsToldBeforeAnythingIsFired() {
        agent.answer(MATCH, "[]");
        for (var wait : new String[] {"--wait", "--no-wait"}) {
            var call = Call.to(agent, "event", "deploy", "--service", "cache", wait);
            assertThat(call).isEqualTo(new Call(1, "", "engine: no node matches: nothing was fired.\n"));
        }
        assertThat(agent.asked()).extracting(FakeAgent.Asked::method).containsOnly("GET");
        assertThat(agent.lastAsked().target()).isEqualTo(MATCH + "?service=cache");
    }

    @Test
    void whereAllThatMatchAreAwayNobodyIsWaitedFor() {
        agent.answer(MATCH, "[" + node("a", false) + "]");
        var call = Call.to(agent, "event", "deploy", "--node", "a");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("no node that matches is alive (a): nothing was fired");
        assertThat(Call.to(agent, "event", "deploy", "--node", "a", "--no-wait").code())
                .isZero();
    }

    @Test
    void anAgentThatCannotTellWhoMatchesIsSaidToBeOne() {
        var call = Call.to(agent, "event", "deploy", "--node", "a");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("cannot tell which nodes match");
    }

    @Test
    void onlyTheNodesThatMatchAreWaitedFor() {
        agent.answer(MATCH, "[" + node("a", true) + "," + node("z", false) + "]");
        agent.answer(RUNS, runs(false, receipt("a", 1), run("a", "succeeded"), "\"b\""));
        var call = Call.to(agent, "event", "deploy", "--node", "^[az]", "--timeout", "20s");
        assertThat(call.code()).isZero();
        assertThat(call.out()).endsWith("1 succeeded.\n");
    }

    @Test
    void whoDidNotAnswerIsNamed() {
        agent.answer(RUNS, runs(false, receipt("a", 1), run("a", "running"), "\"b\",\"c\""));
        var call = Call.to(agent, "event", "deploy", "--timeout", "100ms");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .isEqualTo("engine: the event was not done in 100 ms: t on a is running, no word from b, c.\n");
    }

    @Test
    void aRunThatWasSkippedDidNotSucceed() {
        agent.answer(RUNS, runs(true, receipt("a", 1), run("a", "skipped"), ""));
        assertThat(Call.to(agent, "event", "deploy").code()).isEqualTo(1);
    }

    @Test
    void aDryRunShowsWhoMatchesAndFiresNothing() {
        agent.answer(MATCH, "[" + node("a", true) + "," + node("b", false) + "]");
        assertThat(Call.to(agent, "event", "deploy", "--dry-run", "--meta", "zone=a"))
                .isEqualTo(new Call(0, """
                        Node  Status
                        a     alive
                        b     failed
                        """, ""));
        assertThat(agent.lastAsked().target()).isEqualTo(MATCH + "?meta=zone%3Aa");
        var json = Call.to(agent, "event", "deploy", "--dry-run", "--format", "json");
        assertThat(Fields.list(Json.parse(json.out()))).hasSize(2);
        agent.answer(MATCH, 200, "[]", Map.of());
        Call.to(agent, "event", "deploy", "--dry-run");
        assertThat(Call.to(agent, "event", "deploy", "--dry-run"))
                .isEqualTo(new Call(1, "", "engine: no node matches.\n"));
        assertThat(agent.asked()).extracting(FakeAgent.Asked::method).containsOnly("GET");
    }

    @Test
    void consulsFormWaitsWhenItIsTold() {
        agent.answer(RUNS, runs(true, receipt("a", 1), run("a", "succeeded"), ""));
        assertThat(Call.to(agent, "event", "-name=deploy", "--wait").out()).endsWith("1 succeeded.\n");
        assertThat(Call.to(agent, "event", "deploy", "--wait=false").out()).isEqualTo("Event ID: id-1\n");
    }

    @Test
    void whatIsNotUnderstoodHasStatus2() {
        assertThat(Call.to(agent, "event", "deploy", "--meta", "zone").err()).contains("--meta takes NAME=VALUE");
        assertThat(Call.to(agent, "event", "deploy", "--ttl", "soon").code()).isEqualTo(2);
        assertThat(Call.to(agent, "event", "deploy", "--wait", "--no-wait").code())
                .isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
    }
}
