package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.link.Logged;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three servers and two client agents are one system. Each test leaves it as it found it. */
@Timeout(90)
final class ClusterTest {
    @TempDir
    static Path dir;

    private static Path ran;
    private static TestCluster cluster;

    @BeforeAll
    static void begin() throws Exception {
        ran = dir.resolve("ran");
        var file = Files.writeString(dir.resolve("all.conf"), """
                trigger.deploy {
                  on { event = deploy }
                  run = ["/bin/sh", "-c", "echo $ENGINE_NODE $ENGINE_EVENT_ID >> %s"]
                }
                """.formatted(ran));
        cluster = new TestCluster(dir, 3, 2, file);
        cluster.startAll();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @AfterEach
    void mend() {
        cluster.heal();
    }

    private static void register(String agent, String service, int port) {
        var reply = cluster.api(agent)
                .put(
                        "/v1/agent/service/register",
                        "{\"Name\": \"%s\", \"Port\": %d, \"Check\": {\"CheckID\": \"%s-ttl\", \"TTL\": \"10m\", \"Status\": \"passing\"}}"
                                .formatted(service, port, service));
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
    }

    private static boolean isPassing(Api api, String service) {
        return api.get("/v1/health/service/" + service + "?passing").json().size() == 1;
    }

    @Test
    void whatIsRegisteredWithAnyAgentIsSeenOnAllByHttpAndDns() {
        register("c1", "on-client", 4001);
        register("s2", "on-server", 4002);
        for (var agent : cluster.all()) {
            Await.until(
                    "all have it",
                    () -> isPassing(agent.api(), "on-client")
                            && isPassing(agent.api(), "on-server")
                            && agent.portsOf("on-client").equals(List.of(4001))
                            && agent.portsOf("on-server").equals(List.of(4002)));
        }
        assertThat(cluster.api("c1")
                        .put("/v1/agent/service/deregister/on-client", "")
                        .status())
                .isEqualTo(200);
        for (var agent : cluster.all()) {
            Await.until("nobody has it", () -> agent.portsOf("on-client").isEmpty());
        }
    }

    @Test
    void whatOthersTakeFromAClientAgentIsBackInSeconds() {
        register("c1", "taken", 4011);
        for (var agent : cluster.all()) {
            Await.until("all have it", () -> isPassing(agent.api(), "taken"));
        }
        assertThat(cluster.api("s2")
                        .put("/v1/catalog/deregister", "{\"Node\": \"c1\"}")
                        .status())
                .isEqualTo(200);
        for (var agent : cluster.all()) {
            Await.until("all have it again", () -> isPassing(agent.api(), "taken"));
        }
        cluster.api("c1").put("/v1/agent/service/deregister/taken", "");
    }

    @Test
    void aQueryThatWaitsAtAClientAgentWakes() throws Exception {
        var waiting = cluster.api("c1");
        cluster.api("s1").put("/v1/kv/woken", "1");
        Await.until("it is there", () -> waiting.get("/v1/kv/woken").status() == 200);
        var index = waiting.get("/v1/kv/woken").index();
        var later = waiting.getLater("/v1/kv/woken?raw&wait=30s&index=" + index);
        cluster.api("s3").put("/v1/kv/woken", "2");
        var reply = later.get(15, TimeUnit.SECONDS);
        assertThat(reply.body()).isEqualTo("2");
        assertThat(reply.index()).isGreaterThan(index);
    }

    @Test
    void theHistoryOfEveryAgentTellsWhoFiredAnEventThroughWhichAgentAndWhatCameOfIt() {
        var id = cluster.api("c1")
                .put("/v1/event/fire/told?node=s&ttl=1h", "")
                .json()
                .path("ID")
                .asString();
        for (var agent : cluster.all()) {
            Await.until("all have told", () -> {
                var past = agent.api().get("/v1/event/history?name=told").json().path(0);
                return past.path("Event").path("ID").asString().equals(id)
                        && past.path("Nodes").asInt() == cluster.names().size()
                        && past.path("FiredBy").asString().equals("c1")
                        && past.path("FiredFrom").asString().equals("127.0.0.1")
                        && past.path("TTL").asString().equals("1h0m0s");
            });
        }
        assertThat(cluster.api("c2").get("/v1/event/match?node=s").body())
                .isEqualTo("[{\"Node\":\"s1\",\"Alive\":true},{\"Node\":\"s2\",\"Alive\":true},"
                        + "{\"Node\":\"s3\",\"Alive\":true}]");
    }

    @Test
    void anEventFromAClientAgentRunsOnceOnEachAgentAndItsRunsAreSeenOnAll() throws Exception {
        var id = cluster.api("c1")
                .put("/v1/event/fire/deploy", "v2")
                .json()
                .path("ID")
                .asString();
        for (var agent : cluster.all()) {
            Await.until("all runs are seen", () -> {
                var runs = agent.api().get("/v1/event/runs/" + id).json();
                var nodes = new TreeSet<String>();
                for (var run : runs.path("Runs")) {
                    if (run.path("Status").asString().equals("succeeded")) {
                        nodes.add(run.path("Node").asString());
                    }
                }
                return runs.path("Complete").asBoolean() && nodes.equals(new TreeSet<>(cluster.names()));
            });
        }
        assertThat(Files.readAllLines(ran))
                .filteredOn(line -> line.endsWith(id))
                .containsExactlyInAnyOrderElementsOf(
                        cluster.names().stream().map(node -> node + " " + id).toList());
    }

    @Test
    void anAgentWhoseNameIsTakenIsRefusedWithASentence() {
        cluster.define("twin", "c1", false);
        var attached = cluster.agent("c1").agent().role().self().id();
        try (var log = new Logged("engine.link.Attachment")) {
            cluster.start("twin");
            Await.until(
                    "it is told why",
                    () -> log.lines().stream()
                            .anyMatch(line -> line.contains("the node name c1 is taken by another agent")
                                    && line.contains("give one of them another name")));
        } finally {
            cluster.stop("twin");
            cluster.undefine("twin");
        }
        assertThat(cluster.api("s1")
                        .get("/v1/catalog/node/c1")
                        .json()
                        .path("Node")
                        .path("ID")
                        .asString())
                .isEqualTo(attached);
        assertThat(TestCluster.alive(cluster.api("s1"))).contains("c1");
    }

    @Test
    void aServerWhoseNameIsTakenIsRefusedWithASentence() {
        cluster.define("twin", "s1", true);
        try (var log = new Logged("engine.ClusterNode")) {
            cluster.start("twin");
            Await.until(
                    "it is told why",
                    () -> log.lines().stream()
                            .anyMatch(line -> line.contains("the node name \"s1\" is taken by the server at")));
        } finally {
            cluster.stop("twin");
            cluster.undefine("twin");
        }
        assertThat(TestCluster.alive(cluster.api("s2"))).hasSize(5);
    }

    @Test
    void aClientAgentMovesWhenItsServerStopsAndNothingOfItIsLost() throws Exception {
        register("c2", "moving", 4003);
        var server = viaOf("c2");
        var watching = cluster.servers().stream()
                .filter(name -> !name.equals(server))
                .findFirst()
                .orElseThrow();
        Await.until("it is seen", () -> isPassing(cluster.api(watching), "moving"));
        try (var faults =
                new Unbroken(() -> cluster.agent(watching).portsOf("moving").equals(List.of(4003))
                        && isPassing(cluster.api("c2"), "moving"))) {
            cluster.stop(server);
            register("c2", "moved", 4004);
            Await.until(
                    "it is with another server", () -> !viaOf(watching, "c2").equals(server));
            Await.until("what was registered meanwhile is there", () -> isPassing(cluster.api(watching), "moved"));
            faults.assertNone();
        }
        cluster.start(server);
        cluster.awaitWhole();
        Await.until("it is seen by the one that was away", () -> isPassing(cluster.api(server), "moved"));
    }

    private static String viaOf(String agent) {
        return viaOf("s1", agent);
    }

    private static String viaOf(String server, String agent) {
        return ((ServerRole) cluster.agent(server).agent().role())
                .known()
                .find(agent)
                .orElseThrow()
                .via();
    }

    @Test
    void aServerAloneRefusesValuesAndGoesOnWithTheCatalog() {
        Stream.of("s1", "s2").forEach(other -> cluster.cut("s3", other));
        Await.until(
                "it sees that it is alone",
                () -> cluster.api("s3").put("/v1/kv/tried", "1").body().startsWith("No quorum: "));
        var refused = cluster.api("s3").put("/v1/kv/alone", "1");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).contains("No quorum");
        assertThat(cluster.api("s3").get("/v1/status/leader").json().asString()).isEmpty();
        register("s3", "alone", 4005);
        register("s1", "together", 4006);
        assertThat(isPassing(cluster.api("s3"), "alone")).isTrue();
        assertThat(cluster.api("s1").put("/v1/kv/together", "1").body()).isEqualTo("true");

        cluster.heal();
        cluster.awaitWhole();
        for (var agent : cluster.all()) {
            Await.until(
                    "all have both",
                    () -> isPassing(agent.api(), "alone")
                            && isPassing(agent.api(), "together")
                            && agent.api().get("/v1/kv/together?raw").body().equals("1"));
        }
        assertThat(cluster.api("s3").get("/v1/kv/alone").status()).isEqualTo(404);
        assertThat(cluster.api("s3").put("/v1/kv/alone", "2").body()).isEqualTo("true");
    }

    @Test
    void aServerThatWasGivenUpComesBackWithItsStateAndAnswersThroughout() throws Exception {
        register("s3", "given-up", 4007);
        Await.until("it is seen", () -> isPassing(cluster.api("s1"), "given-up"));
        var before = cluster.node("s3").view().uid();
        var system = new WeakReference<>(cluster.node("s3").system().actors());
        Stream.of("s1", "s2").forEach(other -> cluster.cut("s3", other));
        try (var faults = new Unbroken(() ->
                cluster.api("s3").get("/v1/catalog/service/given-up").json().size() == 1
                        && cluster.agent("s3").portsOf("given-up").equals(List.of(4007)))) {
            register("s3", "meanwhile", 4008);
            Await.until(
                    "the others have given it up",
                    Duration.ofSeconds(40),
                    () -> cluster.node("s1").view().members().stream().noneMatch(member -> member.uid() == before));
            cluster.heal();
            cluster.awaitWhole();
            Await.until("what it was told alone is everywhere", () -> isPassing(cluster.api("s1"), "meanwhile"));
            faults.assertNone();
        }
        assertThat(cluster.node("s3").view().uid()).isNotEqualTo(before);
        assertThat(isPassing(cluster.api("s1"), "given-up")).isTrue();
        Await.until("nothing holds what was before", () -> {
            System.gc();
            return system.refersTo(null);
        });
    }

    @Test
    void anAgentThatLeavesIsGoneAtOnce() throws Exception {
        cluster.define("leaving", "leaving", false);
        cluster.start("leaving");
        cluster.awaitWhole();
        register("leaving", "departing", 4009);
        Await.until("it is seen", () -> cluster.agent("s2").portsOf("departing").size() == 1);
        cluster.leave("leaving");
        cluster.undefine("leaving");
        for (var agent : cluster.all()) {
            Await.until(
                    "it is gone",
                    () -> agent.portsOf("departing").isEmpty()
                            && agent.api()
                                    .get("/v1/catalog/node/leaving")
                                    .body()
                                    .strip()
                                    .equals("null")
                            && statusOf(agent.api(), "leaving") == 3);
        }
    }

    @Test
    void anAgentThatFailedIsForcedOut() throws Exception {
        cluster.define("failing", "failing", false);
        cluster.start("failing");
        cluster.awaitWhole();
        register("failing", "forced", 4010);
        Await.until("it is seen", () -> cluster.agent("s2").portsOf("forced").size() == 1);
        assertThat(cluster.api("s2").put("/v1/agent/force-leave/failing", "").body())
                .contains("is alive");
        cluster.stop("failing");
        cluster.undefine("failing");
        Await.until("it has failed", () -> statusOf(cluster.api("c1"), "failing") == 4);
        assertThat(cluster.api("s2").get("/v1/catalog/service/forced").json()).hasSize(1);
        assertThat(cluster.api("c1").put("/v1/agent/force-leave/failing", "").status())
                .isEqualTo(200);
        for (var agent : cluster.all()) {
            Await.until(
                    "it has left",
                    () -> statusOf(agent.api(), "failing") == 3
                            && agent.api()
                                    .get("/v1/catalog/service/forced")
                                    .json()
                                    .isEmpty());
        }
    }

    @Test
    void aServerThatLeavesIsNoMemberAndNoServerAnyMore() {
        register("s3", "of-the-left", 4011);
        Await.until("it is seen", () -> isPassing(cluster.api("s1"), "of-the-left"));
        cluster.leave("s3");
        for (var name : List.of("s1", "s2", "c1", "c2")) {
            var api = cluster.api(name);
            Await.until(
                    "it is gone",
                    () -> api.get("/v1/catalog/service/of-the-left").json().isEmpty()
                            && statusOf(api, "s3") == 3
                            && api.get("/v1/status/peers").json().size() == 2);
        }
        assertThat(cluster.api("s1").put("/v1/kv/of-two", "1").body()).isEqualTo("true");
        cluster.start("s3");
        cluster.awaitWhole();
        Await.until(
                "it has what was written",
                () -> cluster.api("s3").get("/v1/kv/of-two").status() == 200);
    }

    private static int statusOf(Api api, String node) {
        for (var member : api.get("/v1/agent/members").json()) {
            if (member.path("Name").asString().equals(node)) {
                return member.path("Status").asInt();
            }
        }
        return 0;
    }
}
