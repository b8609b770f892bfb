package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Prepared queries over three servers and a client agent. */
@Timeout(180)
final class PreparedQueriesClusterTest {
    @TempDir
    static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.startAll();
        for (var number = 1; number <= 3; number++) {
            var registered = cluster.api("s1").put("/v1/catalog/register", """
                            {"Node": "ext%1$d", "Address": "10.0.0.%1$d", "NodeMeta": {"rack": "r%1$d"},
                             "Service": {"ID": "web%1$d", "Service": "web", "Port": 80, "Tags": ["v%1$d"]}}""".formatted(number));
            assertThat(registered.status()).as(registered.body()).isEqualTo(200);
        }
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " sees the instances",
                    () -> cluster.api(agent)
                                    .get("/v1/health/service/web")
                                    .json()
                                    .size()
                            == 3);
        }
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private static String created(String agent, String body) {
        var reply = cluster.api(agent).post("/v1/query", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("ID").asString();
    }

    private static List<String> nodes(String agent, String query) {
        return cluster.api(agent)
                .get("/v1/query/" + query)
                .json()
                .path("Nodes")
                .valueStream()
                .map(each -> each.path("Node").path("Node").asString())
                .sorted()
                .toList();
    }

    @Test
    void whatIsCreatedOnOneServerIsExecutedOnAnotherAndThroughAClientAgent() throws Exception {
        created(
                "s1",
                "{\"Name\": \"old\", \"Service\": {\"Service\": \"web\", \"Tags\": [\"!v3\"]}, \"DNS\": {\"TTL\": \"9s\"}}");
        created("c1", """
                {"Name": "rack-", "Template": {"Type": "name_prefix_match", "Regexp": "^rack-(.*)$"},
                 "Service": {"Service": "web", "NodeMeta": {"rack": "${match(1)}"}}}""");
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " has both",
                    () -> cluster.api(agent).get("/v1/query").json().size() >= 2);
            assertThat(nodes(agent, "old/execute")).containsExactly("ext1", "ext2");
            assertThat(nodes(agent, "rack-r3/execute")).containsExactly("ext3");
            assertThat(nodes(agent, "old/execute?limit=1")).hasSize(1);
            assertThat(cluster.api(agent)
                            .get("/v1/query/rack-r3/execute?near=ext3")
                            .status())
                    .isEqualTo(200);
            assertThat(cluster.agent(agent).resolve("old.query.consul.", Type.A))
                    .containsExactly("10.0.0.1", "10.0.0.2");
            assertThat(cluster.agent(agent).resolve("rack-r2.query.consul.", Type.SRV))
                    .containsExactly("1 1 80 ext2.node.dc1.consul.");
        }
        var refused = cluster.api("s2").post("/v1/query", "{\"Name\": \"OLD\", \"Service\": {\"Service\": \"web\"}}");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).isEqualTo("name 'OLD' aliases an existing query name");
    }

    @Test
    void whoWaitsAtAClientAgentHearsOfAChangeAtAServer() {
        var id = created("s1", "{\"Name\": \"watched\", \"Service\": {\"Service\": \"web\"}}");
        Await.until(
                "the client agent's server has it",
                () -> cluster.api("c1").get("/v1/query/" + id).status() == 200);
        var seen = cluster.api("c1").get("/v1/query/" + id);
        var waiting = cluster.api("c1").getLater("/v1/query/" + id + "?wait=15s&index=" + seen.index());
        assertThat(cluster.api("s2")
                        .put("/v1/query/" + id, "{\"Name\": \"changed\", \"Service\": {\"Service\": \"db\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(waiting.join().json().path(0).path("Name").asString()).isEqualTo("changed");
    }

    @Test
    void aQueryGoesWithItsSession() {
        var session = cluster.api("s2")
                .put("/v1/session/create", "{\"Node\": \"s2\"}")
                .json()
                .path("ID")
                .asString();
        var id = created("s2", "{\"Session\": \"" + session + "\", \"Service\": {\"Service\": \"web\"}}");
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " has it",
                    () -> cluster.api(agent).get("/v1/query/" + id).status() == 200);
        }
        assertThat(cluster.api("s3").put("/v1/session/destroy/" + session, "").status())
                .isEqualTo(200);
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " has it no more",
                    () -> cluster.api(agent).get("/v1/query/" + id).status() == 404);
            assertThat(cluster.api(agent).get("/v1/query/" + id + "/execute").status())
                    .isEqualTo(404);
        }
    }
}
