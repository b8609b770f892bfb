package engine.telemetry.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import engine.metrics.Exposition;
import engine.metrics.Registry;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StatsdTest {
    private final Registry registry = new Registry();

    @BeforeEach
    void somethingHasHappened() {
        registry.counters("engine_a_total", "a", "kind", "path")
                .with("x y", "/v1/kv/")
                .add(3);
        registry.counter("engine_never_total", "never");
        registry.gauges("consul.state.nodes", "nodes", "datacenter")
                .with("dc.1")
                .reads(() -> 2);
        registry.gauge("engine_part", "part").reads(() -> 0.125);
        registry.gauge("engine_unknown", "unknown").reads(() -> Double.NaN);
        registry.gauge("engine_nobody", "nobody says");
        var timing = registry.timing("consul.kvs.apply", "writes");
        timing.record(1_000_000);
        timing.record(3_000_000);
        registry.timing("engine_once_seconds", "once").record(4_000_000);
        registry.tick(Instant.EPOCH);
    }

    @Test
    void labelsArePartsOfNamesForStatsd() {
        assertThat(Lines.plain(registry))
                .contains(
                        "engine_a_total.x_y./v1/kv/:3|c",
                        "consul.state.nodes.dc_1:2|g",
                        "engine_part:0.125000|g",
                        "consul.kvs.apply:2|ms|@0.500000",
                        "engine_once_seconds:4|ms")
                .noneMatch(line -> line.matches("engine_(never|unknown|nobody).*"))
                .anyMatch(line -> line.matches("consul\\.kvs\\.apply\\.p99:[0-9.]+\\|g"));
    }

    @Test
    void labelsAreTagsForDogstatsd() {
        assertThat(Lines.tagged(registry, List.of("env:prod", "a")))
                .contains(
                        "engine_a_total:3|c|#env:prod,a,kind:x_y,path:/v1/kv/",
                        "consul.state.nodes:2|g|#env:prod,a,datacenter:dc.1",
                        "engine_part:0.125000|g|#env:prod,a");
        assertThat(Lines.tagged(registry, List.of())).contains("engine_part:0.125000|g");
    }

    @Test
    void onlyWhatIsShownGoes() {
        registry.expose(new Exposition("acme", List.of("+acme.state"), false));
        assertThat(Lines.plain(registry)).containsExactly("acme.state.nodes.dc_1:2|g");
    }

    @Test
    void allOfItArrivesInPacketsThatFitAFrame() throws Exception {
        for (var i = 0; i < 200; i++) {
            registry.gauge("engine_number_" + i, "one of many").reads(() -> 1);
        }
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(10_000);
            var statsd = new Statsd();
            statsd.send(registry); // to nobody yet
            statsd.use(new Statsd.Targets("127.0.0.1:" + server.getLocalPort(), "", List.of()));
            statsd.send(registry);
            var lines = new ArrayList<String>();
            while (lines.size() < Lines.plain(registry).size()) {
                var packet = new DatagramPacket(new byte[65_535], 65_535);
                server.receive(packet);
                assertThat(packet.getLength()).isLessThanOrEqualTo(1400);
                lines.addAll(new String(packet.getData(), 0, packet.getLength(), UTF_8)
                        .lines()
                        .toList());
            }
            assertThat(lines).isEqualTo(Lines.plain(registry));
        }
    }
}
