package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import com.orbitz.consul.Consul;
import com.orbitz.consul.ConsulException;
import com.orbitz.consul.async.Callback;
import com.orbitz.consul.cache.KVCache;
import com.orbitz.consul.cache.ServiceHealthCache;
import com.orbitz.consul.cache.ServiceHealthKey;
import com.orbitz.consul.model.State;
import com.orbitz.consul.model.catalog.CatalogService;
import com.orbitz.consul.model.catalog.ImmutableCatalogDeregistration;
import com.orbitz.consul.model.catalog.ImmutableCatalogRegistration;
import com.orbitz.consul.model.event.Event;
import com.orbitz.consul.model.health.HealthCheck;
import com.orbitz.consul.model.health.ImmutableService;
import com.orbitz.consul.model.kv.ImmutableOperation;
import com.orbitz.consul.model.kv.Value;
import com.orbitz.consul.model.kv.Verb;
import com.orbitz.consul.model.query.ImmutablePreparedQuery;
import com.orbitz.consul.model.query.ImmutableServiceQuery;
import com.orbitz.consul.model.session.ImmutableSession;
import com.orbitz.consul.option.ImmutableDeleteOptions;
import com.orbitz.consul.option.ImmutablePutOptions;
import com.orbitz.consul.option.ImmutableQueryOptions;
import com.orbitz.consul.option.QueryOptions;
import java.io.File;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code com.orbitz.consul:consul-client}, all its client classes but that of the ACLs. */
@Timeout(60)
final class OrbitzTest {
    private static final int WATCH_SECONDS = 9;
    private static Consul consul;

    @BeforeAll
    static void begin() {
        consul = Consul.builder()
                .withHostAndPort(HostAndPort.fromString(System.getenv("CONSUL_HTTP_ADDR")))
                .withReadTimeoutMillis(20_000)
                .build();
    }

    @AfterAll
    static void end() {
        consul.destroy();
    }

    private static Value value(String key) {
        return consul.keyValueClient().getValue(key).orElseThrow();
    }

    @Test
    void keysAreWrittenReadListedComparedAndDeleted() {
        var keys = consul.keyValueClient();
        assertThat(keys.putValue("o/a", "grün", 7)).isTrue();
        assertThat(keys.putValue("o/b/c")).isTrue();
        assertThat(value("o/a").getValueAsString()).contains("grün");
        assertThat(value("o/a").getFlags()).isEqualTo(7);
        assertThat(keys.getValue("o/none")).isEmpty();
        assertThat(keys.getValues("o/")).extracting(Value::getKey).containsExactly("o/a", "o/b/c");
        assertThat(keys.getKeys("o/", "/")).containsExactly("o/a", "o/b/");
        assertThat(keys.putValue("o/a", "2", 0, ImmutablePutOptions.builder().cas(0).build()))
                .isFalse();
        keys.deleteKey("o/a", ImmutableDeleteOptions.builder().cas(1).build());
        assertThat(value("o/a").getValueAsString()).contains("grün");
        assertThat(keys.performTransaction(
                                ImmutableOperation.builder(Verb.SET).key("o/t").value("t").build())
                        .getResponse()
                        .errors())
                .isEmpty();
        assertThat(keys.getValueAsString("o/t")).contains("t");
        keys.deleteKeys("o/");
        assertThat(keys.getKeys("o/")).isEmpty();
    }

    @Test
    void aCacheFollowsKeys() throws Exception {
        var keys = consul.keyValueClient();
        try (var cache = KVCache.newCache(keys, "followed", WATCH_SECONDS)) {
            cache.start();
            assertThat(cache.awaitInitialized(10, TimeUnit.SECONDS)).isTrue();
            assertThat(cache.getMap()).isEmpty();
            keys.putValue("followed/a", "1");
            await().until(() -> !cache.getMap().isEmpty());
            keys.deleteKey("followed/a");
            await().until(() -> cache.getMap().isEmpty());
        }
    }

    @Test
    void aLockIsTakenHeldAndGivenBack() {
        var keys = consul.keyValueClient();
        var sessions = consul.sessionClient();
        var one = sessions.createSession(
                        ImmutableSession.builder().name("one").ttl("60s").lockDelay("0s").build())
                .getId();
        var two = sessions.createSession(ImmutableSession.builder().name("two").build())
                .getId();
        assertThat(keys.acquireLock("lock", "1", one)).isTrue();
        assertThat(keys.acquireLock("lock", "2", two)).isFalse();
        assertThat(keys.getSession("lock")).contains(one);
        assertThat(sessions.renewSession(one)).isPresent();
        assertThat(sessions.listSessions()).extracting(info -> info.getId()).contains(one, two);
        assertThat(sessions.getSessionInfo(one).orElseThrow().getName()).contains("one");
        assertThat(keys.releaseLock("lock", one)).isTrue();
        sessions.destroySession(one);
        assertThat(sessions.getSessionInfo(one)).isEmpty();
        assertThat(keys.acquireLock("lock", "2", two)).isTrue();
        sessions.destroySession(two);
        keys.deleteKey("lock");
    }

    private static List<String> statuses(String service) {
        return consul.healthClient().getServiceChecks(service).getResponse().stream()
                .map(HealthCheck::getStatus)
                .toList();
    }

    @Test
    void aServiceIsRegisteredFollowedAndDeregistered() throws Exception {
        var agent = consul.agentClient();
        var health = consul.healthClient();
        agent.ping();
        try (var cache = ServiceHealthCache.newCache(health, "oweb", true, QueryOptions.BLANK, WATCH_SECONDS)) {
            cache.start();
            assertThat(cache.awaitInitialized(10, TimeUnit.SECONDS)).isTrue();
            agent.register(8081, 600L, "oweb", "oweb-1", List.of("v2"), Map.of("zone", "a"));
            assertThat(agent.isRegistered("oweb-1")).isTrue();
            await().until(() -> statuses("oweb").equals(List.of("critical")));
            agent.pass("oweb-1", "fine");
            await().until(() -> cache.getMap().containsKey(ServiceHealthKey.of("oweb-1", "", 8081))
                    || !cache.getMap().isEmpty());
            assertThat(health.getHealthyServiceInstances(
                                    "oweb", ImmutableQueryOptions.builder().addTag("v2").build())
                            .getResponse())
                    .hasSize(1);
            assertThat(agent.getService("oweb-1", QueryOptions.BLANK).getResponse().getPort())
                    .isEqualTo(8081);
            agent.fail("oweb-1");
            await().until(() -> cache.getMap().isEmpty());
        }
        assertThat(health.getChecksByState(State.FAIL).getResponse())
                .extracting(HealthCheck::getCheckId)
                .contains("service:oweb-1");
        agent.toggleMaintenanceMode("oweb-1", true, "upgrade");
        await().until(() -> statuses("oweb").size() == 2);
        agent.deregister("oweb-1");
        await().until(() -> health.getAllServiceInstances("oweb").getResponse().isEmpty());
        assertThatThrownBy(() -> agent.pass("oweb-1")).hasMessage("Error checking state");
        assertThat(agent.join("127.0.0.1")).isIn(true, false);
        assertThatThrownBy(() -> agent.forceLeave("nobody-of-this-name")).hasMessageContaining("No node found");
    }

    @Test
    void theCatalogTheAgentAndTheServersAreShown() {
        var catalog = consul.catalogClient();
        catalog.register(ImmutableCatalogRegistration.builder()
                .node("outside")
                .address("10.9.9.9")
                .service(ImmutableService.builder()
                        .id("odb-1")
                        .service("odb")
                        .address("10.9.9.9")
                        .port(5432)
                        .build())
                .build());
        assertThat(catalog.getDatacenters()).containsExactly("dc1");
        assertThat(catalog.getNodes().getResponse())
                .extracting(node -> node.getNode())
                .contains("outside");
        assertThat(catalog.getServices().getResponse()).containsKey("odb");
        assertThat(catalog.getService("odb").getResponse())
                .singleElement()
                .returns(5432, CatalogService::getServicePort);
        assertThat(Objects.requireNonNull(catalog.getNode("outside").getResponse()).getServices())
                .containsKey("odb-1");
        catalog.deregister(ImmutableCatalogDeregistration.builder().node("outside").build());
        assertThat(catalog.getService("odb").getResponse()).isEmpty();

        var leader = consul.statusClient().getLeader();
        assertThat(leader).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(consul.statusClient().getPeers()).contains(leader);
        var self = consul.agentClient().getAgent();
        assertThat(self.getConfig().getServer()).isTrue();
        assertThat(consul.agentClient().getMembers())
                .extracting(member -> member.getName())
                .contains(self.getConfig().getNodeName());
        assertThat(consul.operatorClient().getRaftConfiguration().servers()).isNotEmpty();
        assertThatThrownBy(() -> consul.operatorClient().deletePeer("10.9.9.9:8300"))
                .isInstanceOf(ConsulException.class);
        assertThat(consul.coordinateClient().getDatacenters()).hasSize(1);
        assertThat(consul.coordinateClient().getNodes()).isNotNull();
    }

    @Test
    void anEventIsFiredListedAndWaitedFor() throws Exception {
        var events = consul.eventClient();
        var fired = events.fireEvent("orbitz", "v2");
        var listed = events.listEvents("orbitz");
        assertThat(listed.getEvents()).extracting(Event::getId).containsExactly(fired.getId());
        var later = CompletableFuture.supplyAsync(() -> events.listEvents(
                "orbitz",
                QueryOptions.blockSeconds(WATCH_SECONDS, listed.getIndex()).build()));
        var second = events.fireEvent("orbitz");
        assertThat(later.get(8, TimeUnit.SECONDS).getEvents())
                .extracting(Event::getId)
                .containsExactly(fired.getId(), second.getId());
    }

    @Test
    void aPreparedQueryIsKeptAndExecuted() throws Exception {
        var agent = consul.agentClient();
        var queries = consul.preparedQueryClient();
        agent.register(7777, 600L, "oq", "oq-1", List.of(), Map.of());
        agent.pass("oq-1");
        var id = queries.createPreparedQuery(ImmutablePreparedQuery.builder()
                .name("o-query")
                .service(ImmutableServiceQuery.builder()
                        .service("oq")
                        .onlyPassing(true)
                        .build())
                .build());
        // It cannot read a query's definition back: its own types do not fit one another.
        assertThat(id).isNotEmpty();
        await().until(() -> queries.execute("o-query").nodes().size() == 1);
        agent.deregister("oq-1");
    }

    @Test
    void aSnapshotIsSavedAndRestored(@TempDir Path dir) throws Exception {
        var file = dir.resolve("snapshot").toFile();
        consul.keyValueClient().putValue("kept", "1");
        var saved = new Outcome<BigInteger>();
        consul.snapshotClient().save(file, QueryOptions.BLANK, saved);
        assertThat(saved.get(10, TimeUnit.SECONDS)).isPositive();
        assertThat(Files.size(file.toPath())).isPositive();
        consul.keyValueClient().deleteKey("kept");
        restore(file);
        await().until(() -> consul.keyValueClient().getValueAsString("kept").isPresent());
    }

    private static void restore(File file) throws Exception {
        var restored = new Outcome<Void>();
        consul.snapshotClient().restore(file, QueryOptions.BLANK, restored);
        restored.get(20, TimeUnit.SECONDS);
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
