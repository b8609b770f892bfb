package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import engine.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.util.ByteString;

/** Some servers in this process, as one cluster. */
final class TestServers implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(30);
    private final List<TestServer> servers = new ArrayList<>();
    private final String more;

    TestServers(int count) {
        this(count, "");
    }

    /** @param more settings of Pekko */
    TestServers(int count, String more) {
        this.more = more;
        for (var i = 0; i < count; i++) {
            start();
        }
        get(0).system().joinSelf();
        for (var i = 1; i < count; i++) {
            get(i).system().join(List.of(get(0).address()));
        }
        awaitMembers(count);
    }

    TestServer get(int number) {
        return servers.get(number);
    }

    /** One more, which is no member of anything. */
    TestServer start() {
        var server = new TestServer("s" + servers.size(), ConfigFactory.parseString(more));
        servers.add(server);
        return server;
    }

    /** All servers see so many that take part and can be reached. */
    void awaitMembers(int wanted) {
        await(
                "all see " + wanted + " members",
                () -> servers.stream()
                        .allMatch(server -> server.system().view().others().size() + 1 == wanted
                                && server.system().view().formed()));
    }

    static void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            Thread.onSpinWait();
            LockSupport.parkNanos(500_000);
        }
    }

    /** All servers hold the same. */
    void awaitEqual() {
        await(
                "all servers hold the same",
                () -> servers.stream()
                                .map(server -> contents(server.state()))
                                .distinct()
                                .count()
                        == 1);
    }

    static Map<String, Object> contents(Snapshot state) {
        var contents = new TreeMap<String, Object>();
        state.kv().entries().forPrefix("", (key, stored) -> contents.put("k" + key, stored.value()));
        state.catalog().nodes().values().forEach(node -> {
            if (node.node() != null) {
                contents.put("n" + node.node().value().name(), node.node().value());
            }
            node.services().values().forEach(s -> contents.put("s" + s.value().id(), s.value()));
            node.checks().values().forEach(c -> contents.put("c" + c.value().id(), c.value()));
        });
        state.events().list().forEach(event -> contents.put("e" + event.id(), event));
        return contents;
    }

    static ByteString value(Snapshot state, String key) {
        var stored = state.kv().entries().get(key);
        return stored == null ? ByteString.emptyByteString() : stored.value().bytes();
    }

    @Override
    public void close() {
        servers.forEach(TestServer::close);
    }
}
