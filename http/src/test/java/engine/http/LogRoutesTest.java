package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log over HTTP. */
final class LogRoutesTest {
    private static Api api;
    private static final Log LOG = new Log();

    /** A log that says what it is told to. */
    private static final class Log implements Logs {
        final List<Consumer<String>> followers = new CopyOnWriteArrayList<>();
        final List<Runnable> ends = new CopyOnWriteArrayList<>();
        final Map<String, PartLevel> parts = new TreeMap<>();
        volatile boolean full;

        @Override
        public Optional<Runnable> follow(String level, boolean json, Consumer<String> lines, Runnable end) {
            if (level.equals("error")) {
                return Optional.empty();
            }
            followers.add(lines);
            ends.add(end);
            return Optional.of(() -> followers.remove(lines));
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public String level() {
            return "info";
        }

        @Override
        public Map<String, PartLevel> parts() {
            return parts;
        }

        @Override
        public void set(String part, String level, Optional<Duration> lasting) {
            if (!part.equals("dns")) {
                throw new IllegalArgumentException("Unknown part: " + part);
            }
            parts.put(part, new PartLevel(level, Optional.empty()));
        }
    }

    @BeforeAll
    static void start() {
        api = new Api(LOG);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whoeverComesTooLateIsToldSo() {
        LOG.full = true;
        try {
            var refused = api.get("/v1/agent/monitor");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("Too many follow the log of this agent already.");
        } finally {
            LOG.full = false;
        }
    }

    @Test
    void isFollowedUntilTheAgentEnds() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/agent/monitor?loglevel=debug HTTP/1.1\r\nHost: a\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            Api.until(() -> LOG.followers.size() == 1);
            LOG.followers.getFirst().accept("first\n");
            var line = in.readLine();
            while (!line.equals("first")) {
                line = in.readLine();
            }
            LOG.ends.getFirst().run();
            while (!line.equals("0")) {
                line = in.readLine();
            }
            Api.until(LOG.followers::isEmpty);
        }
    }

    @Test
    void isLeftWhenTheClientGoes() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream()
                    .write("GET /v1/agent/monitor?loglevel=warn HTTP/1.1\r\nHost: a\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Api.until(() -> LOG.followers.size() == 1);
        }
        Api.until(LOG.followers::isEmpty);
    }

    @Test
    void badLevelsAreRefusedAsConsulRefusesThem() {
        var refused = api.get("/v1/agent/monitor?loglevel=foo");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("Bad request: Unknown log level: foo");
    }

    @Test
    void partsAreMadeLouder() {
        assertThat(api.put("/v1/agent/log-level?part=dns&level=debug&for=10m", "")
                        .body())
                .isEqualTo("{\"Level\":\"info\",\"Parts\":{\"dns\":{\"Level\":\"debug\"}}}");
        assertThat(api.get("/v1/agent/log-level").body()).contains("dns");
        assertThat(api.put("/v1/agent/log-level?part=x&level=debug", "").status())
                .isEqualTo(400);
        assertThat(api.put("/v1/agent/log-level?level=debug", "").status()).isEqualTo(400);
        assertThat(api.put("/v1/agent/log-level?part=dns&level=debug&for=25h", "")
                        .body())
                .contains("a duration up to 24h");
    }

    @Test
    void threadsAreToldOfOnlyWhereThatIsOn() {
        assertThat(api.get("/debug/pprof/goroutine").status()).isEqualTo(401);
        api.state.agent.debugged = true;
        assertThat(api.get("/debug/pprof/goroutine").body()).contains("\tat java.");
    }
}
