package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutRoutesTest {
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
        api.state.rollouts.starts.clear();
        api.state.rollouts.told.clear();
        api.state.rollouts.searches.clear();
        api.state.execs.clear();
    }

    private static Rollouts.Start started() {
        return api.state.rollouts.starts.getLast();
    }

    @Test
    void aStartSaysTheEventTheNodesAndThePlan() {
        var reply = api.put(
                "/v1/event/rollout/start/deploy?node=%5Eweb&meta=zone:a&ttl=1h&max-parallel=25%25&batch=4&max-failures=2"
                        + "&canary=1&pause&order=spread:zone&timeout=2m&until-healthy&healthy-timeout=30s&healthy-for=0s",
                "1.4");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(started())
                .isEqualTo(new Rollouts.Start(
                        new Rollouts.Work.Fire(new UserEvents.Firing(
                                "deploy",
                                ByteString.fromString("1.4"),
                                new UserEvents.Filters("^web", "", "", Map.of("zone", "a")),
                                Optional.of(Duration.ofHours(1)))),
                        new Rollouts.Plan(
                                "spread:zone",
                                "25%",
                                "4",
                                2,
                                1,
                                true,
                                Optional.of(Duration.ofMinutes(2)),
                                true,
                                Optional.of(Duration.ofSeconds(30)),
                                Optional.of(Duration.ZERO))));
    }

    @Test
    void aRolloutIsShownWithItsNodesInOrder() {
        var reply = api.get("/v1/event/rollout/show/r1");

        assertThat(reply.header("X-Consul-Index")).isEqualTo("7");
        assertThat(reply.body()).isEqualTo("""
                        {"ID":"r1","Event":"deploy","Command":"","Status":"failed","Over":true,"Plan":{"max-parallel":"1",\
                        "order":"name"},"FiredBy":"node1","FiredFrom":"10.0.0.9","StartedAt":"2026-01-02T03:04:05Z",\
                        "ChangedAt":"2026-01-02T03:04:14Z","Counts":{"failed":1,"skipped":1},"Nodes":[{"Node":"web1",\
                        "Status":"failed","Attempt":2,"EventID":"e1","Reason":"deploy failed: exit code 1","Since":\
                        "2026-01-02T03:04:05Z"},{"Node":"web2","Status":"skipped","Attempt":1,"EventID":"","Reason":"stopped",\
                        "Since":null}]}""");
        assertThat(api.get("/v1/event/rollout/list").body())
                .contains("\"Counts\":{\"failed\":1,\"skipped\":1}")
                .doesNotContain("Nodes");
    }

    @Test
    void aRolloutThatIsNotKnownIsSaidAtOnce() {
        assertThat(api.get("/v1/event/rollout/show/r2?index=7&wait=1m").status())
                .isEqualTo(404);
        assertThat(api.get("/v1/event/rollout/show/").status()).isEqualTo(400);
    }

    @Test
    void rolloutsAreTold() {
        assertThat(api.put("/v1/event/rollout/retry/r1", "").status()).isEqualTo(200);
        assertThat(api.put("/v1/event/rollout/abort/r1", "").status()).isEqualTo(200);
        assertThat(api.put("/v1/event/rollout/resume/r1", "").status()).isEqualTo(200);
        assertThat(api.state.rollouts.told).containsExactly("RETRY r1", "ABORT r1", "RESUME r1");

        var refused = api.put("/v1/event/rollout/pause/r1", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("there is nothing to pause");
    }

    @Test
    void whatIsNoPlanIsRefused() {
        assertThat(api.put("/v1/event/rollout/start/deploy?canary=-1", "").body())
                .isEqualTo("Invalid canary: it is a number from 0.");
        assertThat(api.put("/v1/event/rollout/start/deploy?timeout=soon", "").body())
                .isEqualTo("Invalid timeout: it is a duration such as 10m.");
        assertThat(api.put("/v1/event/rollout/start/deploy?pause=perhaps", "").body())
                .isEqualTo("Invalid pause: it is true or false.");
        assertThat(api.state.rollouts.starts).isEmpty();
    }

    @Test
    void aCommandIsAListOrALine() {
        assertThat(api.put("/v1/event/exec?node=%5Eweb", "{\"Command\":[\"uptime\",\"-p\"],\"Timeout\":\"5s\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.put("/v1/event/rollout/exec?max-parallel=2", "{\"Shell\":\"uptime | wc\"}")
                        .status())
                .isEqualTo(200);

        assertThat(api.state.execs)
                .containsExactly(new UserEvents.Exec(
                        List.of("uptime", "-p"),
                        false,
                        Optional.of(Duration.ofSeconds(5)),
                        new UserEvents.Filters("^web", "", "", Map.of())));
        assertThat(started().work())
                .isEqualTo(new Rollouts.Work.Run(new UserEvents.Exec(
                        List.of("uptime | wc"), true, Optional.empty(), new UserEvents.Filters("", "", "", Map.of()))));
    }

    @Test
    void whatIsNoCommandIsRefused() {
        for (var body : List.of(
                "{}",
                "{\"Command\":[]}",
                "{\"Command\":\"uptime\"}",
                "{\"Command\":[1]}",
                "{\"Command\":[\"a\"],\"Shell\":\"a\"}",
                "{\"Shell\":\"a\",\"Timeout\":\"0s\"}")) {
            assertThat(api.put("/v1/event/exec", body).status()).as(body).isEqualTo(400);
        }
        assertThat(api.state.execs).isEmpty();
    }

    @Test
    void namesOfTheProgramsOwnEventsCannotBeFired() {
        for (var path : List.of("/v1/event/fire/", "/v1/event/rollout/start/")) {
            var reply = api.put(path + "engine:exec", "1");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).isEqualTo("Names of events that begin with \"engine:\" are reserved.");
        }
    }

    @Test
    void theAuditTellsWhoAskedWhatOfWhom() {
        var reply = api.get("/v1/event/audit?kind=exec&limit=5");

        assertThat(api.state.rollouts.searches).containsExactly(new Audit.Search("exec", Optional.empty(), 5));
        assertThat(reply.header("X-Consul-Index")).isEqualTo("9");
        assertThat(reply.body()).startsWith("""
                        [{"Time":"2026-01-02T03:04:05Z","Kind":"exec","ID":"e1","By":"node1","From":"10.0.0.9",\
                        "What":"uptime -p","Filters":{"node":"^web"},"Nodes":{"web1":"succeeded"},"Result":"succeeded"},\
                        {"Time":""");
        assertThat(api.get("/v1/event/audit?kind=what").status()).isEqualTo(400);
    }
}
