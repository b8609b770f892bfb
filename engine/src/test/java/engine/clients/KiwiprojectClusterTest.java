package engine.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.Await;
import engine.TestCluster;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.async.Callback;
import org.kiwiproject.consul.model.query.ImmutablePreparedQuery;
import org.kiwiproject.consul.model.query.ImmutableServiceQuery;
import org.kiwiproject.consul.option.Options;

/** Prepared queries, coordinates, servers and snapshots with {@code org.kiwiproject:consul-client}. */
@Timeout(60)
final class KiwiprojectClusterTest {
    @TempDir
    static Path dir;

    private static TestCluster server;
    private static Consul consul;

    @BeforeAll
    static void begin() {
        server = new TestCluster(dir, 1, 0);
        server.startAll();
        server.leader();
        consul = KiwiprojectRecipeClient.consul(server.http("s1"));
    }

    @AfterAll
    static void end() {
        consul.destroy();
        server.close();
    }

    @Test
    void aPreparedQueryIsKeptReadExecutedAndDeleted() throws Exception {
        var queries = consul.preparedQueryClient();
        consul.agentClient().register(80, 600L, "web", "web-1", List.of(), Map.of());
        consul.agentClient().pass("web-1");
        var service =
                ImmutableServiceQuery.builder().service("web").onlyPassing(true).build();
        var id = queries.createPreparedQuery(ImmutablePreparedQuery.builder()
                .name("near-web")
                .service(service)
                .build());
        var kept = queries.getPreparedQuery(id).orElseThrow();
        assertThat(kept.getName()).isEqualTo("near-web");
        assertThat(kept.getService().getService()).isEqualTo("web");
        assertThat(queries.getPreparedQueries())
                .extracting(query -> query.getId())
                .containsExactly(id);
        Await.until(
                "the instance is found",
                () -> queries.execute("near-web").nodes().size() == 1);
        queries.deletePreparedQuery(id);
        assertThat(queries.getPreparedQueries()).isEmpty();
        assertThatThrownBy(() -> queries.execute("near-web")).isInstanceOf(ConsulException.class);
    }

    @Test
    void whereTheServersAreAndWhoVotesIsTold() {
        assertThat(consul.coordinateClient().getDatacenters())
                .singleElement()
                .satisfies(datacenter -> assertThat(datacenter.getDatacenter()).isEqualTo("dc1"));
        Await.until(
                "the server has a place",
                () -> consul.coordinateClient().getNodes().size() == 1);
        assertThat(consul.operatorClient().getRaftConfiguration().servers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.leader()).isTrue());
        assertThatThrownBy(() -> consul.operatorClient().deletePeer("127.0.0.1:1"))
                .isInstanceOf(ConsulException.class);
    }

    @Test
    void aSnapshotIsSavedAndRestored() throws Exception {
        var file = dir.resolve("archive").toFile();
        consul.keyValueClient().putValue("kept", "1");
        var saved = new Outcome<BigInteger>();
        consul.snapshotClient().save(file, Options.BLANK_QUERY_OPTIONS, saved);
        assertThat(saved.get(20, TimeUnit.SECONDS)).isPositive();
        consul.keyValueClient().deleteKey("kept");
        var restored = new Outcome<Void>();
        consul.snapshotClient().restore(file, Options.BLANK_QUERY_OPTIONS, restored);
        restored.get(20, TimeUnit.SECONDS);
        assertThat(consul.keyValueClient().getValueAsString("kept")).contains("1");
    }

    private static final class Outcome<T> extends CompletableFuture<T> implements Callback<T> {
        @Override
        public void onResponse(T response) {
            complete(response);
        }

        @Override
        public void onFailure(Throwable failure) {
            completeExceptionally(failure);
        }
    }
}
