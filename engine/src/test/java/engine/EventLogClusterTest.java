package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Events with a key, and the end of them, over three servers and a client agent. */
@Timeout(120)
final class EventLogClusterTest {
    private static final List<String> NODES = List.of("c1", "s1", "s2", "s3");

    @Test
    void whatSeveralServersFireForTheSameRunsOnceOnEachNodeAndIsDeletedOnAll(@TempDir Path dir) throws Exception {
        var ran = dir.resolve("ran");
        var file = Files.writeString(dir.resolve("all.conf"), """
                trigger.t { on { event = disk-full }, run = ["/bin/sh", "-c", "echo $ENGINE_NODE >> %s"] }
                """.formatted(ran));
        try (var cluster = new TestCluster(dir, 3, 1, file)) {
            cluster.startAll();
            var ids = NODES.parallelStream()
                    .flatMap(node -> IntStream.range(0, 5)
                            .mapToObj(i -> cluster.api(node)
                                    .put("/v1/event/fire/disk-full?key=db1", "")
                                    .json()
                                    .get("ID")
                                    .asString()))
                    .distinct()
                    .toList();
            assertThat(ids).hasSizeLessThanOrEqualTo(3);
            ids.forEach(id -> Await.until(
                    "every node has told of " + id,
                    () -> cluster.api("s1")
                            .get("/v1/event/runs/" + id)
                            .json()
                            .get("Complete")
                            .asBoolean()));
            assertThat(Files.readAllLines(ran)).containsExactlyInAnyOrderElementsOf(NODES);
            ids.forEach(id -> receipts(cluster, id)
                    .filter(receipt -> receipt.get("Triggers").asInt() == 0)
                    .forEach(receipt -> assertThat(receipt.get("Reason").asString())
                            .startsWith("duplicate of ")
                            .endsWith(" (key 'db1')")));

            var purged = cluster.api("c1").delete("/v1/event/history?name=disk-full");
            assertThat(purged.body()).isEqualTo("{\"Purged\":" + ids.size() + ",\"Kept\":0}");
            for (var server : cluster.servers()) {
                Await.until(
                        server + " has the record alone",
                        () -> cluster.api(server)
                                .get("/v1/event/history")
                                .json()
                                .findValuesAsString("Name")
                                .equals(List.of("engine:purge")));
                assertThat(cluster.api(server).get("/v1/event/list").body()).isEqualTo("[]");
            }
        }
    }

    private static Stream<JsonNode> receipts(TestCluster cluster, String id) {
        var receipts = cluster.api("s1").get("/v1/event/runs/" + id).json().get("Receipts");
        return StreamSupport.stream(receipts.spliterator(), false);
    }
}
