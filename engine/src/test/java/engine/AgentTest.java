package engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Type;

/** A whole agent through its doors: HTTP and DNS. Each test has names of its own. */
@Timeout(60)
final class AgentTest {
    private static final String TRIGGER = """
            node-name = n1
            limits.kv-max-value-size = 1 KiB
            events.max-payload = 100
            trigger.deploy {
              on { event = deploy }
              run = ["/bin/sh", "-c", "read version; echo got $version on $ENGINE_NODE"]
            }
            """;

    @TempDir
    private static Path dir;

    private static Path file = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        file = Files.writeString(dir.resolve("agent.conf"), TRIGGER);
        running = new Running(file);
    }

    @AfterAll
    static void end() {
        running.close();
    }

    private static Api api() {
        return running.api();
    }

    private static void put(String path, String body) {
        assertThat(api().put(path, body).status()).describedAs(path).isEqualTo(200);
    }

    @Test
    void aServiceIsInDnsExactlyWhileItsCheckDoesNotFail() throws Exception {
        put(
                "/v1/agent/service/register",
                "{'Name': 'web', 'ID': 'web1', 'Port': 8081, 'Check': {'TTL': '60s', 'Status': 'passing'}}"
                        .replace('\'', '"'));
        assertThat(running.portsOf("web")).containsExactly(8081);
        assertThat(running.resolve("web.service.consul.", Type.A)).containsExactly("127.0.0.1");
        put("/v1/agent/check/fail/service:web1", "");
        assertThat(running.portsOf("web")).isEmpty();
        assertThat(api().get("/v1/health/service/web?passing").json()).isEmpty();
        put("/v1/agent/check/pass/service:web1?note=back", "");
        assertThat(running.portsOf("web")).containsExactly(8081);
        put("/v1/agent/service/deregister/web1", "");
        assertThat(running.portsOf("web")).isEmpty();
        assertThat(api().get("/v1/health/node/n1").body()).doesNotContain("web1");
    }

    @Test
    void whatIsOnlyShownTakesNothingOutOfDiscoveryNorDoChecksOfTheNodeThatAServiceDoesNotWant() throws Exception {
        put("/v1/agent/check/register", "{\"Name\": \"disk\", \"TTL\": \"60s\"}");
        put("/v1/agent/service/register", """
                {"Name": "cafe", "Port": 8091, "NodeChecks": [],
                 "Check": {"CheckID": "extra", "TTL": "60s", "Routing": false}}
                """);
        put("/v1/agent/service/register", "{\"Name\": \"bar\", \"Port\": 8092}");
        assertThat(running.portsOf("cafe")).containsExactly(8091);
        assertThat(running.portsOf("bar")).isEmpty();
        assertThat(api().get("/v1/health/service/cafe?passing").json()).hasSize(1);
        assertThat(api().get("/v1/health/service/bar?passing").json()).isEmpty();
        var shown = api().get("/v1/health/checks/cafe").json();
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("Status").asString()).isEqualTo("critical");
        assertThat(shown.get(0).get("Routing").asBoolean()).isFalse();
        put("/v1/agent/check/deregister/disk", "");
        assertThat(running.portsOf("bar")).containsExactly(8092);
        put("/v1/agent/service/deregister/cafe", "");
        put("/v1/agent/service/deregister/bar", "");
    }

    @Test
    void aCheckWithoutNewsTurnsCritical() {
        put("/v1/agent/check/register", "{\"Name\": \"short\", \"TTL\": \"300ms\", \"Status\": \"passing\"}");
        Await.until(
                "the check expires",
                () -> api().get("/v1/health/state/critical").body().contains("TTL expired"));
        put("/v1/agent/check/deregister/short", "");
    }

    @Test
    void aBlockingQueryIsWokenByItsOwnKeyAlone() throws Exception {
        put("/v1/kv/wait/a", "1");
        put("/v1/kv/wait/b", "1");
        var a = api().get("/v1/kv/wait/a");
        var b = api().get("/v1/kv/wait/b");
        var waitingA = api().getLater("/v1/kv/wait/a?wait=15s&index=" + a.index());
        var waitingB = api().getLater("/v1/kv/wait/b?wait=15s&index=" + b.index());
        put("/v1/kv/wait/b", "2");
        assertThat(waitingB.get(10, TimeUnit.SECONDS).json().get(0).get("Value").asString())
                .isEqualTo("Mg==");
        assertThat(waitingA).isNotDone();
        api().delete("/v1/kv/wait/a");
        var woken = waitingA.get(10, TimeUnit.SECONDS);
        assertThat(woken.status()).isEqualTo(404);
        assertThat(woken.index()).isGreaterThan(a.index());
    }

    @Test
    void aPutOfTheSameMovesNoIndex() {
        put("/v1/kv/same", "1");
        var node = "{\"Node\": \"same\", \"Address\": \"10.0.0.5\", \"Service\": {\"Service\": \"same\"}}";
        put("/v1/catalog/register", node);
        var kv = api().get("/v1/kv/same");
        var health = api().get("/v1/health/service/same");
        put("/v1/kv/same", "1");
        put("/v1/catalog/register", node);
        assertThat(api().get("/v1/kv/same")).isEqualTo(kv);
        assertThat(api().get("/v1/health/service/same")).isEqualTo(health);
        put("/v1/kv/same", "2");
        assertThat(api().get("/v1/kv/same").index()).isGreaterThan(kv.index());
        assertThat(api().get("/v1/health/service/same").index()).isEqualTo(health.index());
    }

    @Test
    void anEventRunsItsTriggerAndTheRunIsShown() {
        var fired = api().put("/v1/event/fire/deploy", "1.4.2").json();
        var id = fired.get("ID").asString();
        Await.until(
                "the run is over",
                () -> api().get("/v1/event/runs/" + id).json().get("Complete").asBoolean());
        var run = api().get("/v1/event/runs/" + id).json().get("Runs").get(0);
        assertThat(run.get("Status").asString()).isEqualTo("succeeded");
        assertThat(run.get("Output").asString()).isEqualTo("got 1.4.2 on n1\n");
        assertThat(api().get("/v1/event/list?name=deploy").body()).contains(id);
    }

    @Test
    void anEventForOtherNodesRunsNothingHereAndIsNotListed() {
        var id = api().put("/v1/event/fire/deploy?node=%5Eother%24", "1")
                .json()
                .get("ID")
                .asString();
        Await.until(
                "this node has told",
                () -> api().get("/v1/event/runs/" + id).json().get("Complete").asBoolean());
        var told = api().get("/v1/event/runs/" + id).json();
        assertThat(told.get("Runs")).isEmpty();
        assertThat(told.get("Receipts").get(0).get("Reason").asString()).contains("^other$");
        assertThat(api().get("/v1/event/list").body()).doesNotContain(id);
    }

    @Test
    void aNodeWithoutAnAgentComesAndGoesThroughTheCatalog() throws Exception {
        put("/v1/catalog/register", """
                {"Node": "ext", "Address": "10.0.0.9", "Service": {"Service": "db", "Port": 5432},
                 "Check": {"Name": "up", "ServiceID": "db", "Status": "passing"}}""");
        assertThat(running.resolve("ext.node.consul.", Type.A)).containsExactly("10.0.0.9");
        assertThat(running.portsOf("db")).containsExactly(5432);
        put("/v1/catalog/deregister", "{\"Node\": \"ext\", \"ServiceID\": \"db\"}");
        assertThat(running.portsOf("db")).isEmpty();
        assertThat(api().get("/v1/health/node/ext").json()).isEmpty();
        put("/v1/catalog/deregister", "{\"Node\": \"ext\"}");
        assertThat(running.resolve("ext.node.consul.", Type.A)).isEmpty();
        assertThat(api().get("/v1/catalog/nodes").body()).doesNotContain("ext");
    }

    @Test
    void whatOthersTakeOutOfTheCatalogComesBackByItself() {
        put("/v1/agent/service/register", "{\"Name\": \"owned\", \"Port\": 8084}");
        put("/v1/catalog/deregister", "{\"Node\": \"n1\", \"ServiceID\": \"owned\"}");
        Await.until("the service is back", () -> running.portsOf("owned").equals(List.of(8084)));
        put(
                "/v1/catalog/register",
                "{\"Node\": \"n1\", \"Address\": \"127.0.0.1\", \"Service\": {\"Service\": \"foreign\"}}");
        put("/v1/catalog/deregister", "{\"Node\": \"n1\"}");
        Await.until(
                "the node is back with all that is its own, and nothing else",
                () -> running.portsOf("owned").equals(List.of(8084))
                        && !api().get("/v1/catalog/node/n1").body().contains("foreign"));
        put("/v1/agent/service/deregister/owned", "");
        assertThat(api().get("/v1/catalog/service/owned").json()).isEmpty();
    }

    @Test
    void theCheckByWhichServersSayThatANodeIsAliveIsNobodysOwn() {
        var reply = api().put(
                        "/v1/agent/check/register", "{\"CheckID\": \"serfhealth\", \"Name\": \"x\", \"TTL\": \"10s\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("is taken");
    }

    @Test
    void maintenanceTakesAServiceOutOfDnsAndBack() throws Exception {
        put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 8082}");
        put("/v1/agent/service/maintenance/shop?enable=true&reason=upgrade", "");
        assertThat(running.portsOf("shop")).isEmpty();
        assertThat(api().get("/v1/health/checks/shop")
                        .json()
                        .get(0)
                        .get("Notes")
                        .asString())
                .isEqualTo("upgrade");
        put("/v1/agent/service/maintenance/shop?enable=false", "");
        assertThat(running.portsOf("shop")).containsExactly(8082);
        assertThat(api().put("/v1/agent/service/maintenance/none?enable=true", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aReloadFollowsTheFileAndLeavesWhatCameOverHttp() throws Exception {
        put("/v1/agent/service/register", "{\"Name\": \"byhttp\", \"Port\": 8083}");
        Files.writeString(file, TRIGGER + """
                limits.kv-max-value-size = 2 KiB
                services = [{ name = byfile, port = 8084, check { ttl = 60s, status = passing } }]
                """);
        put("/v1/agent/reload", "");
        assertThat(running.portsOf("byfile")).containsExactly(8084);
        assertThat(api().put("/v1/kv/big", "x".repeat(1500)).status()).isEqualTo(200);
        put("/v1/agent/check/fail/service:byfile", "");
        put("/v1/agent/reload", "");
        assertThat(running.portsOf("byfile"))
                .describedAs("a reload does not make a failed check pass")
                .isEmpty();
        Files.writeString(file, TRIGGER);
        put("/v1/agent/reload", "");
        assertThat(api().get("/v1/agent/services").json().propertyNames())
                .contains("byhttp")
                .doesNotContain("byfile");
        assertThat(api().put("/v1/kv/big", "y".repeat(1500)).status()).isEqualTo(413);
        Files.writeString(file, "services = [");
        var refused = api().put("/v1/agent/reload", "");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).contains("agent.conf");
        Files.writeString(file, TRIGGER);
    }

    @Test
    void aScriptCheckOfAFileRunsAndOneOverHttpDoesNot() {
        var refused = api().put(
                        "/v1/agent/check/register",
                        "{\"Name\": \"s\", \"Args\": [\"/bin/true\"], \"Interval\": \"1s\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("Scripts are disabled on this agent");
    }

    static Stream<String> garbage() {
        return Stream.of(
                "/v1/agent/service/register",
                "/v1/agent/check/register",
                "/v1/catalog/register",
                "/v1/catalog/deregister",
                "/v1/agent/check/update/none");
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void aBodyThatCannotBeReadIsTheClientsFault(String path) {
        var bodies = Stream.of(
                "",
                "{",
                "[]",
                "\"x\"",
                "7",
                "{\"Name\": }",
                "{\"Name\": {}, \"Node\": [], \"Status\": 1}",
                "[".repeat(100_000),
                "{\"a\":".repeat(50_000),
                "\0",
                "x".repeat(400_000));
        Stream.concat(bodies.map(body -> body.getBytes(UTF_8)), Stream.of(new byte[] {(byte) 0xff, (byte) 0xfe, 0}))
                .forEach(body -> {
                    var reply = api().put(path, body);
                    assertThat(reply.status())
                            .describedAs(path + " " + new String(Arrays.copyOf(body, Math.min(20, body.length)), UTF_8))
                            .isBetween(400, 499);
                    assertThat(reply.body())
                            .isNotBlank()
                            .doesNotContain("Exception")
                            .doesNotContain("\tat ");
                });
        assertThat(api().get("/v1/agent/self").status()).isEqualTo(200);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThat(api().put("/v1/kv/large", "x".repeat(1025)).status()).isEqualTo(413);
        assertThat(api().put("/v1/kv/large", "x".repeat(1024)).status()).isEqualTo(200);
        assertThat(api().put("/v1/event/fire/deploy", "x".repeat(101)).status()).isBetween(400, 499);
        assertThat(api().put("/v1/agent/service/register", "{\"Name\": \"" + "x".repeat(600_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void theAgentKnowsItself() {
        var self = api().get("/v1/agent/self").json();
        assertThat(Objects.requireNonNull(self.get("Config")).get("NodeName").asString())
                .isEqualTo("n1");
        assertThat(api().get("/v1/health/node/n1").body()).contains("serfHealth");
    }
}
