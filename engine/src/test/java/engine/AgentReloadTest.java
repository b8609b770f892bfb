package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.config.Settings;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What a reload changes in a running agent, and what it must not. */
@Timeout(60)
final class AgentReloadTest {
    private static final Agent AGENT = Agent.start(settings(Map.of()), new HttpLocalAgent.Lifecycle() {
        @Override
        public CompletionStage<List<String>> reload() {
            return CompletableFuture.completedStage(List.of());
        }

        @Override
        public void leave() {
            // Nobody asks for it.
        }

        @Override
        public void giveUp(String sentence) {
            throw new AssertionError(sentence);
        }
    });

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterAll
    static void end() {
        CLIENT.close();
        AGENT.close();
    }

    private static Settings settings(Map<String, ?> more) {
        var all = new HashMap<String, Object>(more);
        all.putAll(Map.of("node-name", "n1", "ports", Map.of("http", 0, "dns", 0, "server", 0, "serf-lan", 0)));
        return TestSettings.dev(all);
    }

    private static void reload(Map<String, ?> more) throws Exception {
        AGENT.reload(settings(more)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> put(String path, String body) throws Exception {
        return send(path, "PUT", body);
    }

    private static HttpResponse<String> send(String path, String method, String body) throws Exception {
        var uri = URI.create(
                "http://127.0.0.1:" + AGENT.httpAddresses().getFirst().getPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int rcode(String name) throws Exception {
        var query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN))
                .toWire();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(
                    new DatagramPacket(query, query.length, AGENT.dnsAddresses().getFirst()));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return new Message(answer.getData()).getRcode();
        }
    }

    @Test
    void limitsOfHttpAndEventsHoldFromThenOn() throws Exception {
        reload(Map.of(
                "limits.kv-max-value-size", 10,
                "events.max-payload", 5,
                "http-config.max-body-size", 1024,
                "check-output-max-size", 3));
        assertThat(put("/v1/kv/a", "x".repeat(11)).body()).contains("See limits.kv-max-value-size in");
        assertThat(put("/v1/event/fire/e", "x".repeat(6)).body()).contains("See events.max-payload in");
        assertThat(put("/v1/agent/check/register", "x".repeat(1025)).body()).contains("See http-config.max-body-size");

        reload(Map.of("limits.kv-max-value-size", "1 MiB", "events.max-payload", "200 KiB", "log-level", "warn"));
        assertThat(put("/v1/kv/a", "x".repeat(1 << 20)).statusCode()).isEqualTo(200);
        assertThat(put("/v1/event/fire/e", "x".repeat(200 << 10)).statusCode()).isEqualTo(200);
        assertThat(send("/v1/agent/self", "GET", "").body()).contains("\"LogLevel\":\"warn\"");
        reload(Map.of());
    }

    @Test
    void theZoneKeepsTheNamesThatItWasStartedWith() throws Exception {
        reload(Map.of("domain", "other", "alt-domain", "second", "datacenter", "dc2"));
        assertThat(rcode("n1.node.consul.")).isEqualTo(Rcode.NOERROR);
        assertThat(rcode("n1.node.dc1.consul.")).isEqualTo(Rcode.NOERROR);
        assertThat(rcode("n1.node.other.")).isEqualTo(Rcode.REFUSED);
        assertThat(send("/v1/catalog/nodes?dc=dc1", "GET", "").statusCode()).isEqualTo(200);
        reload(Map.of());
    }

    /** Which filters can be used is decided in one place, with what RE2 can take: not by what filters of reads may be. */
    @Test
    void filtersOfEventsAreCheckedByTheEventsAlone() throws Exception {
        assertThat(put("/v1/event/fire/e?node=" + "n".repeat(600), "").statusCode())
                .isEqualTo(200);
        assertThat(put("/v1/event/fire/e?node=x%7B600%7Dy%7B600%7D", "").statusCode())
                .isEqualTo(200);
        for (var bad : Map.of(
                        "node=%28", "Invalid node filter: error parsing regexp: missing closing ): `(`",
                        "service=%28%28a%7B100%7D%29%7B100%7D%29%7B100%7D", "expression too large",
                        "tag=v1", "Cannot provide tag filter without service filter")
                .entrySet()) {
            var refused = put("/v1/event/fire/e?" + bad.getKey(), "");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains(bad.getValue());
        }
    }
}
