package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A whole agent in a process of its own, killed under load. */
class AgentKillTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final int ROUNDS = 4;
    private static final int WRITERS = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    private record Running(Process process, int port) {}

    /** After how many acknowledged writes a round's agent is killed. */
    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);
    private volatile CountDownLatch untilKill = new CountDownLatch(0);

    @Test
    @Timeout(240)
    void nothingAcknowledgedIsLostByKillingTheAgentAndNothingDeletedComesBack(@TempDir Path dir) throws Exception {
        var index = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var agent = start(dir);
            try {
                index = check(agent, index);
                checkRegistrations(agent, round);
                load(agent, round);
            } finally {
                agent.process().destroyForcibly().waitFor();
            }
        }
        var agent = start(dir);
        try {
            check(agent, index);
            checkRegistrations(agent, ROUNDS);
            assertThat(written.size()).isGreaterThan(100);
            assertThat(deleted).isNotEmpty();
        } finally {
            agent.process().destroyForcibly().waitFor();
        }
    }

    /** What was acknowledged before is there; returns the index. */
    private long check(Running agent, long index) throws Exception {
        var answer = http.send(get(agent, "/v1/kv/?keys"), HttpResponse.BodyHandlers.ofString());
        var found = new HashSet<String>();
        if (answer.statusCode() == 200) {
            JsonMapper.shared().readTree(answer.body()).forEach(key -> found.add(key.asString()));
        }
        assertThat(found)
                .describedAs("keys after the kill, seed %d", seed)
                .containsAll(written)
                .noneMatch(deleted::contains);
        var now = answer.headers().firstValueAsLong("X-Consul-Index").orElseThrow();
        assertThat(now).isGreaterThan(index);
        var services = http.send(get(agent, "/v1/catalog/services"), HttpResponse.BodyHandlers.ofString());
        if (index > 0) {
            assertThat(services.body()).contains("from-outside");
        }
        return Math.max(
                now, services.headers().firstValueAsLong("X-Consul-Index").orElseThrow());
    }

    private void load(Running agent, int round) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        assertThat(put(agent, "/v1/catalog/register", """
                        {"Node":"external","Address":"10.1.1.1","Service":{"Service":"from-outside"}}""")).isTrue();
        register(agent, round);
        untilKill = new CountDownLatch(random.nextInt(60, 600));
        for (var i = 0; i < WRITERS; i++) {
            var prefix = round + "/" + i + "/";
            threads.add(Thread.ofVirtual().start(() -> writeUntilItFails(agent, prefix)));
        }
        assertThat(untilKill.await(30, TimeUnit.SECONDS))
                .describedAs("writes are acknowledged, seed %d", seed)
                .isTrue();
        agent.process().destroyForcibly();
        for (var thread : threads) {
            thread.join();
        }
    }

    /** Each round one more service with a check that was told it passes, another that goes again, and a stranger's. */
    private void register(Running agent, int round) {
        var requests = Map.of("/v1/agent/service/register", """
                {"Name":"own%d","Port":80,"Check":{"CheckID":"ttl%d","TTL":"60s"}}""".formatted(round, round), "/v1/catalog/register", """
                {"Node":"killed","Address":"127.0.0.1","Service":{"Service":"stranger"}}""");
        requests.forEach((path, body) -> assertThat(put(agent, path, body)).isTrue());
        assertThat(put(agent, "/v1/agent/check/pass/ttl" + round, "")).isTrue();
        assertThat(put(agent, "/v1/agent/service/register", """
                        {"Name":"gone"}""")).isTrue();
        assertThat(put(agent, "/v1/agent/service/deregister/gone", "")).isTrue();
        assertThat(put(agent, "/v1/agent/service/maintenance/own0?enable=true&reason=test", ""))
                .isTrue();
    }

    private void checkRegistrations(Running agent, int rounds) throws Exception {
        var services = http.send(get(agent, "/v1/agent/services"), HttpResponse.BodyHandlers.ofString());
        var catalog = http.send(get(agent, "/v1/catalog/node/killed"), HttpResponse.BodyHandlers.ofString());
        for (var i = 0; i < rounds; i++) {
            assertThat(services.body()).contains("\"own" + i + "\"");
            var health = http.send(
                    get(agent, "/v1/health/service/own" + i + "?passing"), HttpResponse.BodyHandlers.ofString());
            assertThat(health.body().contains("\"ttl" + i + "\""))
                    .as("round %d is passing", i)
                    .isEqualTo(i > 0);
        }
        assertThat(services.body()).doesNotContain("gone", "stranger");
        assertThat(catalog.body()).doesNotContain("gone", "stranger");
        if (rounds > 0) {
            assertThat(catalog.body()).contains("own0");
        }
    }

    private void writeUntilItFails(Running agent, String prefix) {
        for (var i = 0; ; i++) {
            var key = prefix + i;
            if (!put(agent, "/v1/kv/" + key, "value of " + key)) {
                return;
            }
            written.add(key);
            untilKill.countDown();
            if (i % 5 == 4) {
                // Whether a delete that is not acknowledged has happened is open.
                written.remove(prefix + (i - 2));
                if (!delete(agent, "/v1/kv/" + prefix + (i - 2))) {
                    return;
                }
                deleted.add(prefix + (i - 2));
            }
        }
    }

    private boolean put(Running agent, String path, String body) {
        return done(request(agent, path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private boolean delete(Running agent, String path) {
        return done(request(agent, path).DELETE());
    }

    private boolean done(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpRequest get(Running agent, String path) {
        return request(agent, path).build();
    }

    private static HttpRequest.Builder request(Running agent, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path));
    }

    private Running start(Path dir) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = dir.resolve("output").toFile();
        var port = TestCluster.freePort();
        var process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "engine.cli.Main",
                        "agent",
                        "-server",
                        "-bootstrap-expect=1",
                        "-node=killed",
                        "-bind=127.0.0.1",
                        "-http-port=" + port,
                        "-dns-port=0",
                        "-server-port=0",
                        "-serf-lan-port=0",
                        "-data-dir=" + dir.resolve("data")))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        var running = new Running(process, port);
        var deadline = Instant.now().plus(START_LIMIT);
        while (!done(request(running, "/v1/status/leader"))) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new AssertionError("the agent did not start:\n" + Files.readString(output.toPath()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return running;
    }
}
