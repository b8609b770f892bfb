package engine.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import engine.Await;
import engine.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.cache.ServiceHealthCache;
import org.kiwiproject.consul.cache.ServiceHealthKey;
import org.kiwiproject.consul.model.State;
import org.kiwiproject.consul.model.catalog.CatalogService;
import org.kiwiproject.consul.model.event.Event;
import org.kiwiproject.consul.model.health.HealthCheck;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.Options;
import org.kiwiproject.consul.option.QueryOptions;

/** Services, health, the catalog and events with {@code org.kiwiproject:consul-client}, against a server with a data directory. */
@Timeout(60)
final class KiwiprojectAgentTest {
    /** Longer than anybody here waits: what comes earlier was woken by a change. */
    private static final int WATCH_SECONDS = 50;

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

    private static <T> T found(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    @Test
    void aCacheOfHealthFollowsWhatPassesAndFails() throws Exception {
        var agent = consul.agentClient();
        var instance = ServiceHealthKey.of("shop-1", "127.0.0.1", 9001);
        try (var cache = ServiceHealthCache.newCache(
                consul.healthClient(), "shop", true, WATCH_SECONDS, Options.BLANK_QUERY_OPTIONS)) {
            cache.start();
            assertThat(cache.awaitInitialized(10, TimeUnit.SECONDS)).isTrue();
            assertThat(cache.getMap()).isEmpty();
            agent.register(9001, 600L, "shop", "shop-1", List.of(), Map.of());
            agent.pass("shop-1");
            Await.until("it passes", () -> cache.getMap().keySet().equals(Set.of(instance)));
            agent.fail("shop-1");
            Await.until("it fails", () -> cache.getMap().isEmpty());
            agent.pass("shop-1");
            Await.until("it passes again", () -> !cache.getMap().isEmpty());
            agent.deregister("shop-1");
            Await.until("it is gone", () -> cache.getMap().isEmpty());
        }
    }

    private static List<String> statuses(String service) {
        return consul.healthClient().getServiceChecks(service).getResponse().stream()
                .map(HealthCheck::getStatus)
                .toList();
    }

    @Test
    void aServiceWithATtlCheckIsRegisteredAndItsHealthIsLookedUp() throws Exception {
        var agent = consul.agentClient();
        var health = consul.healthClient();
        agent.register(8080, 600L, "web", "web-1", List.of("v2"), Map.of("zone", "a"));
        agent.registerCheck("disk", "Disk", 600L);
        assertThat(agent.isRegistered("web-1")).isTrue();
        assertThat(found(agent.getServices(), "web-1").getMeta()).containsEntry("zone", "a");
        assertThat(agent.getService("web-1", Options.BLANK_QUERY_OPTIONS)
                        .getResponse()
                        .getPort())
                .isEqualTo(8080);
        assertThat(agent.getChecks()).containsKeys("service:web-1", "disk");
        Await.until("its check is critical", () -> statuses("web").equals(List.of("critical")));

        agent.passCheck("disk");
        agent.pass("web-1", "fine");
        Await.until(
                "it passes",
                () -> !health.getHealthyServiceInstances("web").getResponse().isEmpty());
        assertThat(statuses("web")).containsExactly("passing");
        assertThat(found(agent.getChecks(), "service:web-1").getOutput()).contains("fine");
        assertThat(health.getHealthyServiceInstances("web").getResponse())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getService().getPort()).isEqualTo(8080);
                    assertThat(found.getService().getTags()).containsExactly("v2");
                    assertThat(found.getNode().getNode()).isEqualTo("s1");
                });
        agent.warn("web-1");
        Await.until("it warns", () -> statuses("web").equals(List.of("warning")));
        assertThat(health.getHealthyServiceInstances("web").getResponse()).isEmpty();
        assertThat(health.getChecksByState(State.WARN).getResponse())
                .extracting(HealthCheck::getCheckId)
                .contains("service:web-1");
        agent.fail("web-1");
        Await.until("it is critical", () -> statuses("web").equals(List.of("critical")));
        agent.toggleMaintenanceMode("web-1", true, "upgrade");
        Await.until("it is in maintenance", () -> statuses("web").size() == 2);
        assertThat(health.getNodeChecks("s1").getResponse())
                .extracting(HealthCheck::getCheckId)
                .contains("serfHealth", "disk");
        var tagged = ImmutableQueryOptions.builder().addTag("v2").build();
        assertThat(health.getAllServiceInstances("web", tagged).getResponse()).hasSize(1);

        agent.deregister("web-1");
        agent.deregisterCheck("disk");
        Await.until(
                "it is gone",
                () -> health.getAllServiceInstances("web").getResponse().isEmpty());
        assertThatThrownBy(() -> agent.pass("web-1")).hasMessage("Error checking state");
    }

    @Test
    void theCatalogTheAgentAndTheServersAreShown() {
        consul.agentClient()
                .register(7000, HostAndPort.fromParts("127.0.0.1", 1), 600L, "db", "db-1", List.of("x"), Map.of());
        var catalog = consul.catalogClient();
        Await.until(
                "the service is there",
                () -> List.of("x").equals(catalog.getServices().getResponse().get("db")));
        assertThat(catalog.getDatacenters()).containsExactly("dc1");
        assertThat(catalog.getNodes().getResponse())
                .singleElement()
                .satisfies(node -> assertThat(node.getNode()).isEqualTo("s1"));
        assertThat(catalog.getService("db").getResponse())
                .singleElement()
                .returns(7000, CatalogService::getServicePort);
        assertThat(catalog.getNode("s1").getResponse().getServices()).containsKey("db-1");
        consul.agentClient().deregister("db-1");

        assertThat(consul.statusClient().getLeader()).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(consul.statusClient().getPeers())
                .containsExactly(consul.statusClient().getLeader());
        var self = consul.agentClient().getAgent();
        assertThat(self.getConfig().getNodeName()).isEqualTo("s1");
        assertThat(self.getConfig().getServer()).isTrue();
        assertThat(self.getMember().getName()).isEqualTo("s1");
        assertThat(consul.agentClient().getMembers())
                .singleElement()
                .satisfies(member -> assertThat(member.getStatus()).isEqualTo(1));
        assertThat(consul.operatorClient().getRaftConfiguration().servers()).hasSize(1);
    }

    @Test
    void anEventIsFiredListedAndWaitedFor() throws Exception {
        var events = consul.eventClient();
        var fired = events.fireEvent("deploy", "v2");
        assertThat(fired.getName()).isEqualTo("deploy");
        var listed = events.listEvents("deploy");
        assertThat(listed.getEvents())
                .singleElement()
                .returns(fired.getId(), Event::getId)
                .returns("v2", event -> event.getPayload().orElseThrow());
        assertThat(events.listEvents("other").getEvents()).isEmpty();
        var later = CompletableFuture.supplyAsync(() -> events.listEvents(
                "deploy",
                QueryOptions.blockSeconds(WATCH_SECONDS, listed.getIndex()).build()));
        var second = events.fireEvent("deploy");
        assertThat(later.get(10, TimeUnit.SECONDS).getEvents())
                .extracting(Event::getId)
                .containsExactly(fired.getId(), second.getId());
    }
}
