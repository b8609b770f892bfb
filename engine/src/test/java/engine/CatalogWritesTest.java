package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.Refusal;
import engine.state.Key;
import engine.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class CatalogWritesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Map<String, ?> DB = Map.of("Service", "db", "ID", "db1", "Tags", List.of("v1"));

    private final FakeStore store = new FakeStore(KIT);
    private final CatalogWrites writes = new CatalogWrites(store.pictures.published(), store.writes);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void register(Map<String, ?> body) throws Exception {
        FakeStore.get(writes.register(body, FakeStore.CONTEXT));
    }

    private static void assertRefused(int status, String sentence, CompletionStage<?> stage) {
        assertThatThrownBy(() -> FakeStore.get(stage))
                .hasCauseInstanceOf(Refusal.class)
                .cause()
                .hasMessage(sentence)
                .extracting(failure -> ((Refusal) failure).status())
                .isEqualTo(status);
    }

    @Test
    void aNodeItsServiceAndItsChecksAreOneWrite() throws Exception {
        register(Map.of(
                "Node",
                "ext",
                "Address",
                "10.0.0.9",
                "Service",
                DB,
                "Checks",
                List.of(Map.of("Name", "alive", "Status", "passing"), Map.of("Name", "up", "ServiceID", "DB1"))));
        assertThat(store.written())
                .containsExactly(
                        new Key.Node("ext"),
                        new Key.Service("ext", "db1"),
                        new Key.Check("ext", "alive"),
                        new Key.Check("ext", "up"));
        var checks = Objects.requireNonNull(
                        store.pictures.published().current().catalog().node("ext"))
                .checks();
        var up = Objects.requireNonNull(checks.get("up")).value();
        assertThat(up.serviceName()).isEqualTo("db");
        assertThat(up.serviceTags()).containsExactly("v1");
        assertThat(up.status()).isEqualTo("critical");
        assertThat(Objects.requireNonNull(checks.get("alive")).value().serviceName())
                .isEmpty();
    }

    @Test
    void aCheckMayBelongToAServiceOfAnEarlierRegistration() throws Exception {
        register(Map.of("Node", "ext", "Address", "a", "Service", DB));
        register(Map.of("Node", "ext", "Address", "a", "Check", Map.of("Name", "up", "ServiceID", "db1")));
        var node = Objects.requireNonNull(
                store.pictures.published().current().catalog().node("ext"));
        assertThat(Objects.requireNonNull(node.checks().get("up")).value().serviceName())
                .isEqualTo("db");
    }

    @Test
    void aCheckOfAServiceThatIsNowhereIsRefused() {
        assertRefused(
                400,
                "Missing service registration",
                writes.register(
                        Map.of("Node", "ext", "Address", "a", "Check", Map.of("Name", "up", "ServiceID", "none")),
                        FakeStore.CONTEXT));
    }

    @Test
    void aNodeThatIsThereIsLeftAsItIsWhenAskedTo() throws Exception {
        var body = Map.of("Node", "ext", "SkipNodeUpdate", true, "Service", DB);
        register(body);
        assertThat(store.written()).containsExactly(new Key.Node("ext"), new Key.Service("ext", "db1"));
        register(body);
        assertThat(store.written()).containsExactly(new Key.Service("ext", "db1"));
    }

    @Test
    void whatIsDeregisteredIsTheSmallestThingNamed() throws Exception {
        FakeStore.get(writes.deregister(Map.of("Node", "ext", "ServiceID", "db1", "CheckID", "up"), FakeStore.CONTEXT));
        var service = store.asked.expectMessageClass(Store.DeleteService.class);
        assertThat(service.node() + " " + service.id()).isEqualTo("ext db1");
        FakeStore.get(writes.deregister(Map.of("Node", "ext", "CheckID", "up"), FakeStore.CONTEXT));
        assertThat(store.written()).containsExactly(new Key.Check("ext", "up"));
        FakeStore.get(writes.deregister(Map.of("Node", "ext"), FakeStore.CONTEXT));
        assertThat(store.asked.expectMessageClass(Store.DeleteNode.class).node())
                .isEqualTo("ext");
    }

    @Test
    void bodiesThatSayTooLittleAreRefused() {
        assertThat(writes.register(Map.of(), FakeStore.CONTEXT).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(writes.deregister(Map.of(), FakeStore.CONTEXT).toCompletableFuture())
                .isCompletedExceptionally();
    }
}
