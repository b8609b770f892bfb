package clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.consul.BlockingQueryOptions;
import io.vertx.ext.consul.CheckOptions;
import io.vertx.ext.consul.CheckStatus;
import io.vertx.ext.consul.ConsulClient;
import io.vertx.ext.consul.ConsulClientOptions;
import io.vertx.ext.consul.Event;
import io.vertx.ext.consul.EventListOptions;
import io.vertx.ext.consul.EventOptions;
import io.vertx.ext.consul.HealthState;
import io.vertx.ext.consul.KeyValueOptions;
import io.vertx.ext.consul.MaintenanceOptions;
import io.vertx.ext.consul.Node;
import io.vertx.ext.consul.PreparedQueryDefinition;
import io.vertx.ext.consul.Service;
import io.vertx.ext.consul.ServiceEntry;
import io.vertx.ext.consul.ServiceOptions;
import io.vertx.ext.consul.ServiceQueryOptions;
import io.vertx.ext.consul.SessionBehavior;
import io.vertx.ext.consul.SessionOptions;
import io.vertx.ext.consul.TxnKVOperation;
import io.vertx.ext.consul.TxnKVVerb;
import io.vertx.ext.consul.TxnRequest;
import io.vertx.ext.consul.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code io.vertx:vertx-consul-client}, all its calls but those of the ACLs. */
@Timeout(60)
final class VertxTest {
    private static Vertx vertx;
    private static ConsulClient consul;

    private static ConsulClientOptions options() {
        var address = System.getenv("CONSUL_HTTP_ADDR").split(":");
        return new ConsulClientOptions().setHost(address[0]).setPort(Integer.parseInt(address[1]));
    }

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
        consul = ConsulClient.create(vertx, options());
    }

    @AfterAll
    static void end() throws Exception {
        consul.close();
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void keysAreWrittenReadListedAndDeleted() throws Exception {
        assertThat(get(consul.putValue("v/a", "grün"))).isTrue();
        assertThat(get(consul.putValueWithOptions("v/b", "2", new KeyValueOptions().setFlags(7)))).isTrue();
        assertThat(get(consul.putValueWithOptions("v/b", "3", new KeyValueOptions().setCasIndex(1)))).isFalse();
        assertThat(get(consul.getValue("v/a")).getValue()).isEqualTo("grün");
        assertThat(get(consul.getValue("v/b")).getFlags()).isEqualTo(7);
        assertThat(get(consul.getValue("v/none")).isPresent()).isFalse();
        assertThat(get(consul.getKeys("v/"))).containsExactly("v/a", "v/b");
        assertThat(get(consul.getValues("v/")).getList()).hasSize(2);
        var done = get(consul.transaction(new TxnRequest()
                .addOperation(new TxnKVOperation().setKey("v/t").setValue("t").setType(TxnKVVerb.SET))));
        assertThat(done.getErrors()).isEmpty();
        var index = get(consul.getValue("v/a")).getModifyIndex();
        var later = consul.getValueWithOptions("v/a", new BlockingQueryOptions().setIndex(index));
        get(consul.putValue("v/a", "4"));
        assertThat(get(later).getValue()).isEqualTo("4");
        get(consul.deleteValue("v/a"));
        get(consul.deleteValues("v/"));
        assertThat(get(consul.getValues("v/")).isPresent()).isFalse();
    }

    @Test
    void sessionsHoldLocks() throws Exception {
        var id = get(consul.createSessionWithOptions(new SessionOptions()
                .setName("vertx")
                .setTtl(60)
                .setLockDelay(1)
                .setBehavior(SessionBehavior.DELETE)));
        assertThat(get(consul.putValueWithOptions("vlock", "1", new KeyValueOptions().setAcquireSession(id))))
                .isTrue();
        assertThat(get(consul.infoSession(id)).getId()).isEqualTo(id);
        assertThat(get(consul.renewSession(id)).getId()).isEqualTo(id);
        assertThat(get(consul.listSessions()).getList()).extracting(found -> found.getId()).contains(id);
        var node = get(consul.infoSession(id)).getNode();
        assertThat(get(consul.listNodeSessions(node)).getList()).extracting(found -> found.getId()).contains(id);
        get(consul.destroySession(id));
        assertThat(get(consul.getValue("vlock")).isPresent()).isFalse();
        assertThatThrownBy(() -> get(consul.infoSession(id))).hasMessageContaining("Unknown session");
        get(consul.destroySession(get(consul.createSession())));
    }

    @Test
    void servicesAndChecksAreRegisteredAndFound() throws Exception {
        get(consul.registerService(new ServiceOptions()
                .setName("vweb")
                .setId("vweb-1")
                .setPort(8082)
                .setTags(List.of("v2"))
                .setCheckOptions(new CheckOptions().setTtl("600s").setStatus(CheckStatus.PASSING))));
        assertThat(get(consul.localServices())).extracting(Service::getId).contains("vweb-1");
        await().until(() -> get(consul.healthServiceNodes("vweb", true)).getList().size() == 1);
        assertThat(get(consul.healthServiceNodesWithOptions("vweb", true, new ServiceQueryOptions().setTag("v2")))
                        .getList())
                .extracting(ServiceEntry::getService)
                .extracting(Service::getPort)
                .containsExactly(8082);
        assertThat(get(consul.catalogServices()).getList()).extracting(Service::getName).contains("vweb");
        assertThat(get(consul.catalogServiceNodes("vweb")).getList()).hasSize(1);
        assertThat(get(consul.catalogDatacenters())).containsExactly("dc1");
        var node = get(consul.catalogNodes()).getList().getFirst();
        assertThat(get(consul.catalogNodeServices(node.getName())).getList())
                .extracting(Service::getId)
                .contains("vweb-1");

        get(consul.registerCheck(new CheckOptions().setName("vdisk").setId("vdisk").setTtl("600s")));
        get(consul.warnCheckWithNote("vdisk", "filling"));
        assertThat(get(consul.localChecks())).anySatisfy(check -> {
            assertThat(check.getId()).isEqualTo("vdisk");
            assertThat(check.getStatus()).isEqualTo(CheckStatus.WARNING);
            assertThat(check.getOutput()).isEqualTo("filling");
        });
        get(consul.failCheck("vdisk"));
        await().until(() -> get(consul.healthState(HealthState.CRITICAL)).getList().stream()
                .anyMatch(check -> check.getId().equals("vdisk")));
        get(consul.updateCheckWithNote("vdisk", CheckStatus.PASSING, "ok"));
        get(consul.passCheck("vdisk"));
        get(consul.deregisterCheck("vdisk"));

        get(consul.maintenanceService(new MaintenanceOptions().setId("vweb-1").setEnable(true).setReason("upgrade")));
        await().until(() -> get(consul.healthServiceNodes("vweb", true)).getList().isEmpty());
        assertThat(get(consul.healthChecks("vweb")).getList()).hasSize(2);
        get(consul.deregisterService("vweb-1"));
        assertThatThrownBy(() -> get(consul.passCheck("vdisk"))).isNotNull();

        get(consul.registerCatalogService(
                new Node().setName("voutside").setAddress("10.9.9.8"), new ServiceOptions().setName("vdb").setId("vdb")));
        assertThat(get(consul.catalogServiceNodes("vdb")).getList()).hasSize(1);
        get(consul.deregisterCatalogService("voutside", "vdb"));
        assertThat(get(consul.catalogServiceNodes("vdb")).getList()).isEmpty();
    }

    @Test
    void theAgentTheServersAndTheNetworkAreShown() throws Exception {
        assertThat(get(consul.agentInfo()).getJsonObject("Config").getBoolean("Server")).isTrue();
        assertThat(get(consul.leaderStatus())).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(get(consul.peersStatus())).isNotEmpty();
        assertThat(get(consul.coordinateNodes()).getList()).isNotNull();
        assertThat(get(consul.coordinateDatacenters())).hasSize(1);
    }

    @Test
    void eventsAreFiredAndListed() throws Exception {
        var fired = get(consul.fireEventWithOptions("vertx", new EventOptions().setPayload("v2")));
        assertThat(get(consul.fireEvent("vother")).getName()).isEqualTo("vother");
        assertThat(get(consul.listEventsWithOptions(new EventListOptions().setName("vertx"))).getList())
                .extracting(Event::getId)
                .containsExactly(fired.getId());
        assertThat(get(consul.listEvents()).getList()).extracting(Event::getId).contains(fired.getId());
    }

    @Test
    void aWatchTellsOfChanges() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var watch = Watch.key("vwatched", vertx, options()).setHandler(result -> {
            if (result.succeeded() && result.nextResult().isPresent()) {
                seen.add(result.nextResult().getValue());
            }
        });
        watch.start();
        get(consul.putValue("vwatched", "1"));
        await().until(() -> seen.contains("1"));
        get(consul.putValue("vwatched", "2"));
        await().until(() -> seen.contains("2"));
        watch.stop();
    }

    @Test
    void aPreparedQueryIsKeptChangedExecutedAndDeleted() throws Exception {
        get(consul.registerService(new ServiceOptions().setName("vq").setId("vq-1").setPort(1)));
        var query = new PreparedQueryDefinition().setName("v-query").setService("vq");
        var id = get(consul.createPreparedQuery(query));
        await().until(() -> get(consul.executePreparedQuery("v-query")).getNodes().size() == 1);
        assertThat(get(consul.getPreparedQuery(id)).getService()).isEqualTo("vq");
        assertThat(get(consul.getAllPreparedQueries())).extracting(PreparedQueryDefinition::getId).contains(id);
        get(consul.updatePreparedQuery(query.setId(id).setDnsTtl("5s")));
        assertThat(get(consul.getPreparedQuery(id)).getDnsTtl()).isEqualTo("5s");
        get(consul.deletePreparedQuery(id));
        assertThatThrownBy(() -> get(consul.getPreparedQuery(id))).isNotNull();
        get(consul.deregisterService("vq-1"));
    }
}
