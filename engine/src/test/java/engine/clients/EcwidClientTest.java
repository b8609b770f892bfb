package engine.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ecwid.consul.v1.ConsistencyMode;
import com.ecwid.consul.v1.ConsulClient;
import com.ecwid.consul.v1.OperationException;
import com.ecwid.consul.v1.QueryParams;
import com.ecwid.consul.v1.agent.model.NewCheck;
import com.ecwid.consul.v1.agent.model.NewService;
import com.ecwid.consul.v1.catalog.CatalogNodesRequest;
import com.ecwid.consul.v1.catalog.CatalogServiceRequest;
import com.ecwid.consul.v1.catalog.CatalogServicesRequest;
import com.ecwid.consul.v1.catalog.model.CatalogDeregistration;
import com.ecwid.consul.v1.catalog.model.CatalogRegistration;
import com.ecwid.consul.v1.catalog.model.CatalogService;
import com.ecwid.consul.v1.event.EventListRequest;
import com.ecwid.consul.v1.event.model.Event;
import com.ecwid.consul.v1.event.model.EventParams;
import com.ecwid.consul.v1.health.HealthChecksForServiceRequest;
import com.ecwid.consul.v1.health.HealthServicesRequest;
import com.ecwid.consul.v1.health.model.Check;
import com.ecwid.consul.v1.health.model.Check.CheckStatus;
import com.ecwid.consul.v1.kv.model.GetValue;
import com.ecwid.consul.v1.kv.model.PutParams;
import com.ecwid.consul.v1.session.model.NewSession;
import com.ecwid.consul.v1.session.model.Session;
import engine.Await;
import engine.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code com.ecwid.consul:consul-api} against a server with a data directory. */
@Timeout(60)
final class EcwidClientTest {
    /** Longer than anybody here waits: what comes earlier was woken by a change. */
    private static final long WATCH_SECONDS = 50;

    @TempDir
    static Path dir;

    private static TestCluster server;
    private static ConsulClient consul;

    @BeforeAll
    static void begin() {
        server = new TestCluster(dir, 1, 0);
        server.startAll();
        server.leader();
        consul = new ConsulClient(
                server.http("s1").getHostString(), server.http("s1").getPort());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static boolean put(String key, String value, Consumer<PutParams> with) {
        var params = new PutParams();
        with.accept(params);
        return consul.setKVValue(key, value, params).getValue();
    }

    private static String newSession(Consumer<NewSession> with) {
        var session = new NewSession();
        with.accept(session);
        return consul.sessionCreate(session, QueryParams.DEFAULT).getValue();
    }

    private static GetValue value(String key) {
        return consul.getKVValue(key).getValue();
    }

    @Test
    void keysAreSetReadListedAndDeleted() {
        assertThat(consul.setKVValue("app/a", "1").getValue()).isTrue();
        assertThat(put("app/b/c", "grün", with -> with.setFlags(7))).isTrue();
        assertThat(consul.setKVBinaryValue("app/bytes", new byte[] {0, -1, 127}).getValue())
                .isTrue();
        assertThat(value("app/a").getDecodedValue()).isEqualTo("1");
        assertThat(value("app/b/c").getDecodedValue()).isEqualTo("grün");
        assertThat(value("app/b/c").getFlags()).isEqualTo(7);
        assertThat(consul.getKVBinaryValue("app/bytes").getValue().getValue()).containsExactly(0, -1, 127);
        assertThat(value("app/none")).isNull();
        assertThat(consul.getKVValues("app/").getValue())
                .extracting(GetValue::getKey)
                .containsExactly("app/a", "app/b/c", "app/bytes");
        assertThat(consul.getKVKeysOnly("app/", "/", "").getValue()).containsExactly("app/a", "app/b/", "app/bytes");
        consul.deleteKVValue("app/a");
        assertThat(value("app/a")).isNull();
        consul.deleteKVValues("app/");
        assertThat(consul.getKVValues("app/").getValue()).isNull();
    }

    @Test
    void aKeyIsSetOnlyWithTheIndexThatItHas() {
        assertThat(put("cas/a", "1", with -> with.setCas(0L))).isTrue();
        assertThat(put("cas/a", "2", with -> with.setCas(0L))).isFalse();
        var index = value("cas/a").getModifyIndex();
        assertThat(put("cas/a", "2", with -> with.setCas(index))).isTrue();
        assertThat(value("cas/a").getDecodedValue()).isEqualTo("2");
    }

    @Test
    void aSessionIsMadeShownRenewedAndDestroyed() {
        var id = newSession(with -> {
            with.setName("job");
            with.setTtl("30s");
            with.setLockDelay(2);
            with.setBehavior(Session.Behavior.DELETE);
        });
        assertThat(consul.getSessionInfo(id, QueryParams.DEFAULT).getValue())
                .returns("job", Session::getName)
                .returns("s1", Session::getNode)
                .returns("30s", Session::getTtl)
                .returns(TimeUnit.SECONDS.toNanos(2), Session::getLockDelay)
                .returns(Session.Behavior.DELETE, Session::getBehavior);
        assertThat(consul.renewSession(id, QueryParams.DEFAULT).getValue().getId())
                .isEqualTo(id);
        assertThat(consul.getSessionList(QueryParams.DEFAULT).getValue())
                .extracting(Session::getId)
                .contains(id);
        assertThat(consul.getSessionNode("s1", QueryParams.DEFAULT).getValue())
                .extracting(Session::getId)
                .contains(id);
        consul.sessionDestroy(id, QueryParams.DEFAULT);
        assertThat(consul.getSessionInfo(id, QueryParams.DEFAULT).getValue()).isNull();
        assertThatThrownBy(() -> consul.renewSession(id, QueryParams.DEFAULT))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        e -> assertThat(e.getStatusCode()).isEqualTo(404));
    }

    @Test
    void aLockHasOneHolderUntilItsSessionEnds() {
        var one = newSession(with -> with.setLockDelay(0));
        var two = newSession(with -> with.setLockDelay(0));
        assertThat(put("lock/a", "one", with -> with.setAcquireSession(one))).isTrue();
        assertThat(put("lock/a", "two", with -> with.setAcquireSession(two))).isFalse();
        assertThat(value("lock/a").getSession()).isEqualTo(one);
        assertThat(put("lock/a", "two", with -> with.setReleaseSession(two))).isFalse();
        consul.sessionDestroy(one, QueryParams.DEFAULT);
        assertThat(value("lock/a").getSession()).isNull();
        assertThat(put("lock/a", "two", with -> with.setAcquireSession(two))).isTrue();
        assertThat(value("lock/a").getLockIndex()).isEqualTo(2);
        assertThat(put("lock/a", "two", with -> with.setReleaseSession(two))).isTrue();
    }

    @Test
    void queriesWaitForTheirKeysAlone() throws Exception {
        consul.setKVValue("wait/a", "1");
        var index = consul.getKVValue("wait/a").getConsulIndex();
        var none = consul.getKVValues("wait/none/").getConsulIndex();
        var one =
                CompletableFuture.supplyAsync(() -> consul.getKVValue("wait/a", new QueryParams(WATCH_SECONDS, index)));
        var tree = CompletableFuture.supplyAsync(
                () -> consul.getKVValues("wait/none/", new QueryParams(WATCH_SECONDS, none)));
        consul.setKVValue("wait/other", "1");
        consul.setKVValue("wait/a", "2");
        var answer = one.get(10, TimeUnit.SECONDS);
        assertThat(answer.getValue().getDecodedValue()).isEqualTo("2");
        assertThat(answer.getConsulIndex()).isGreaterThan(index);
        assertThat(tree).isNotDone();
        consul.setKVValue("wait/none/b", "3");
        assertThat(tree.get(10, TimeUnit.SECONDS).getValue())
                .extracting(GetValue::getKey)
                .containsExactly("wait/none/b");
        var now = consul.getKVValue("wait/a").getConsulIndex();
        var deleted =
                CompletableFuture.supplyAsync(() -> consul.getKVValue("wait/a", new QueryParams(WATCH_SECONDS, now)));
        consul.deleteKVValue("wait/a");
        assertThat(deleted.get(10, TimeUnit.SECONDS).getValue()).isNull();
    }

    private static List<CheckStatus> statuses(String service) {
        return consul
                .getHealthChecksForService(
                        service, HealthChecksForServiceRequest.newBuilder().build())
                .getValue()
                .stream()
                .map(Check::getStatus)
                .toList();
    }

    @Test
    void aServiceWithATtlCheckIsRegisteredAndItsHealthIsLookedUp() {
        var check = new NewService.Check();
        check.setTtl("10m");
        var service = new NewService();
        service.setId("web-1");
        service.setName("web");
        service.setPort(8080);
        service.setTags(List.of("v2"));
        service.setMeta(Map.of("zone", "a"));
        service.setCheck(check);
        consul.agentServiceRegister(service);
        assertThat(consul.getAgentServices().getValue()).containsKey("web-1");
        assertThat(consul.getAgentChecks().getValue()).containsKey("service:web-1");
        consul.agentCheckPass("service:web-1", "fine");
        Await.until("it passes", () -> statuses("web").equals(List.of(CheckStatus.PASSING)));
        assertThat(consul.getHealthServices(
                                "web",
                                HealthServicesRequest.newBuilder()
                                        .setTag("v2")
                                        .setPassing(true)
                                        .build())
                        .getValue())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getService().getPort()).isEqualTo(8080);
                    assertThat(found.getService().getMeta()).containsEntry("zone", "a");
                    assertThat(found.getNode().getNode()).isEqualTo("s1");
                });
        consul.agentCheckWarn("service:web-1");
        Await.until("it warns", () -> statuses("web").equals(List.of(CheckStatus.WARNING)));
        consul.agentCheckFail("service:web-1", "broken");
        Await.until("it is critical", () -> statuses("web").equals(List.of(CheckStatus.CRITICAL)));
        assertThat(consul.getHealthChecksState(CheckStatus.CRITICAL, QueryParams.DEFAULT)
                        .getValue())
                .extracting(Check::getOutput)
                .contains("broken");
        consul.agentServiceSetMaintenance("web-1", true, "upgrade");
        Await.until("it is in maintenance", () -> statuses("web").size() == 2);
        consul.agentServiceDeregister("web-1");
        Await.until("it is gone", () -> statuses("web").isEmpty());
    }

    @Test
    void aCheckOfTheNodeIsRegistered() {
        var check = new NewCheck();
        check.setId("disk");
        check.setName("Disk");
        check.setTtl("10m");
        consul.agentCheckRegister(check);
        consul.agentCheckPass("disk");
        Await.until(
                "it passes",
                () -> consul.getHealthChecksForNode("s1", QueryParams.DEFAULT).getValue().stream()
                        .anyMatch(found ->
                                found.getCheckId().equals("disk") && found.getStatus() == CheckStatus.PASSING));
        consul.agentCheckDeregister("disk");
        assertThat(consul.getAgentChecks().getValue()).doesNotContainKey("disk");
    }

    @Test
    void whatHasNoAgentIsRegisteredWithTheCatalog() {
        var service = new CatalogRegistration.Service();
        service.setId("printer-1");
        service.setService("printer");
        service.setPort(631);
        var registration = new CatalogRegistration();
        registration.setNode("office");
        registration.setAddress("10.1.1.1");
        registration.setService(service);
        consul.catalogRegister(registration);
        assertThat(consul.getCatalogService(
                                "printer", CatalogServiceRequest.newBuilder().build())
                        .getValue())
                .singleElement()
                .returns("office", CatalogService::getNode)
                .returns(631, CatalogService::getServicePort);
        assertThat(consul.getCatalogServices(CatalogServicesRequest.newBuilder().build())
                        .getValue())
                .containsKey("printer");
        assertThat(consul.getCatalogNode("office", QueryParams.DEFAULT)
                        .getValue()
                        .getServices())
                .containsKey("printer-1");
        var gone = new CatalogDeregistration();
        gone.setNode("office");
        consul.catalogDeregister(gone);
        assertThat(consul.getCatalogNodes(CatalogNodesRequest.newBuilder().build())
                        .getValue())
                .singleElement()
                .satisfies(node -> assertThat(node.getNode()).isEqualTo("s1"));
    }

    @Test
    void theAgentAndTheServersAreShown() {
        assertThat(consul.getAgentSelf().getValue().getConfig().getNodeName()).isEqualTo("s1");
        assertThat(consul.getAgentSelf().getValue().getConfig().getDatacenter()).isEqualTo("dc1");
        assertThat(consul.getAgentMembers().getValue())
                .singleElement()
                .satisfies(member -> assertThat(member.getStatus()).isEqualTo(1));
        assertThat(consul.getCatalogDatacenters().getValue()).containsExactly("dc1");
        assertThat(consul.getStatusPeers().getValue())
                .containsExactly(consul.getStatusLeader().getValue());
    }

    private static EventListRequest deploys(QueryParams params) {
        return EventListRequest.newBuilder()
                .setName("deploy")
                .setQueryParams(params)
                .build();
    }

    @Test
    void anEventIsFiredListedAndWaitedFor() throws Exception {
        var fired = consul.eventFire("deploy", "v2", new EventParams(), QueryParams.DEFAULT)
                .getValue();
        var listed = consul.eventList(deploys(QueryParams.DEFAULT));
        assertThat(listed.getValue())
                .singleElement()
                .returns(fired.getId(), Event::getId)
                .returns("djI=", Event::getPayload);
        var index = listed.getConsulIndex();
        var later =
                CompletableFuture.supplyAsync(() -> consul.eventList(deploys(new QueryParams(WATCH_SECONDS, index))));
        var second = consul.eventFire("deploy", "v3", new EventParams(), QueryParams.DEFAULT)
                .getValue();
        assertThat(later.get(10, TimeUnit.SECONDS).getValue())
                .extracting(Event::getId)
                .containsExactly(fired.getId(), second.getId());
    }

    @Test
    void readsAreConsistentOrStaleAsAsked() {
        consul.setKVValue("mode/a", "1");
        for (var mode : ConsistencyMode.values()) {
            var response = consul.getKVValue("mode/a", new QueryParams(mode));
            assertThat(response.isConsulKnownLeader()).isTrue();
            assertThat(response.getConsulIndex()).isPositive();
            assertThat(response.getValue().getDecodedValue()).isEqualTo("1");
        }
    }
}
