package engine.link;

import static engine.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server's end against agents that are sockets. */
class SessionsTest {
    private static final Identity AGENT = FakeServer.identity("web1", "dc1", "secret");
    private static final StreamSettings PATIENT =
            new StreamSettings(Duration.ofMinutes(10), Duration.ofSeconds(30), 1000);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (var thing : open.reversed()) {
            thing.close();
        }
    }

    private FakeServer server(StreamSettings settings) {
        var server = new FakeServer("s1", settings);
        open.add(server);
        return server;
    }

    private RawAgent raw(FakeServer server, Identity identity) throws IOException {
        var agent = new RawAgent(identity, server.place().port());
        open.add(agent);
        return agent;
    }

    private static void greet(RawAgent agent, Identity identity) throws IOException {
        agent.send(RawAgent.hello(identity));
        assertThat(agent.receive()).isInstanceOf(FromServer.Welcome.class);
    }

    @Test
    void whoSaysAnotherNameThanThatOfItsConnectionIsRefused() throws IOException {
        var server = server(PATIENT);
        var agent = raw(server, AGENT);
        agent.send(RawAgent.hello(FakeServer.identity("web2", "dc1", "secret")));
        assertThat(agent.receive())
                .isEqualTo(new FromServer.Refused("the agent says that it is another one than the one that connected"));
        assertThat(server.attached).isEmpty();
    }

    @Test
    void anotherVersionOfTheStreamIsRefusedInWords() throws IOException {
        var agent = raw(server(PATIENT), AGENT);
        agent.send(ByteString.fromArray(new byte[] {2, 1}));
        assertThat(agent.receive())
                .isInstanceOfSatisfying(
                        FromServer.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("version 2", "version 1"));
    }

    @Test
    void whoDoesNotSayWhoItIsIsRefusedInTime() throws IOException {
        var agent = raw(server(new StreamSettings(Duration.ofMinutes(1), Duration.ofMillis(200), 10)), AGENT);
        assertThat(agent.receive()).isInstanceOf(FromServer.Refused.class);
    }

    @Test
    void aFrameThatCannotBeReadEndsTheSession() throws IOException {
        var server = server(PATIENT);
        try (var log = new Logged(Session.class)) {
            var agent = raw(server, AGENT);
            greet(agent, AGENT);
            agent.send(ByteString.fromArray(new byte[] {1, 99}));
            until("it is gone", () -> server.gone.equals(List.of("web1 CLOSED")));
            assertThat(log.lines()).anyMatch(line -> line.contains("a frame that cannot be taken"));
        }
    }

    @Test
    void moreAgentsThanAreTakenAreRefusedUntilOneIsGone() throws IOException {
        var server = server(new StreamSettings(Duration.ofMinutes(1), Duration.ofSeconds(30), 1));
        var first = raw(server, AGENT);
        greet(first, AGENT);
        var second = FakeServer.identity("web2", "dc1", "secret");
        assertThatIOException()
                .isThrownBy(() -> raw(server, second))
                .withMessageContaining("503")
                .withMessageContaining("as many client agents as it takes");
        first.close();
        until("the place is free", () -> {
            greet(raw(server, second), second);
            return true;
        });
    }

    @Test
    void aSecondSessionOfTheSameAgentReplacesTheFirstAndNobodyIsGone() throws IOException {
        var server = server(PATIENT);
        var first = raw(server, AGENT);
        greet(first, AGENT);
        var second = raw(server, AGENT);
        greet(second, AGENT);
        assertThat(first.receive()).isInstanceOf(FromServer.Refused.class);
        second.send(new FromAgent.Write(1, true, List.of(Entries.service("web1", "web"))));
        assertThat(second.receive()).isEqualTo(new FromServer.Done(1, true, ""));
        assertThat(server.count()).isEqualTo(1);
        assertThat(server.gone).isEmpty();
    }

    @Test
    void aServerThatEndsSendsItsAgentsAwayWithoutAWordAboutThem() throws IOException {
        var server = server(PATIENT);
        var agent = raw(server, AGENT);
        greet(agent, AGENT);
        server.port.close(Duration.ofSeconds(30)).toCompletableFuture().join();
        assertThatIOException().isThrownBy(agent::receive);
        assertThat(server.count()).isZero();
        assertThat(server.gone).isEmpty();
        assertThat(server.dispersed).isTrue();
        assertThatIOException().isThrownBy(() -> raw(server, AGENT));
    }

    @Test
    void theOrderOfWritesIsThatOfTheAgentAndAWriteInPartsIsDoneAsOne() throws IOException {
        var server = server(PATIENT);
        var agent = raw(server, AGENT);
        greet(agent, AGENT);
        for (var i = 1; i <= 200; i++) {
            agent.send(new FromAgent.Write(i, false, List.of(Entries.service("web1", "a" + i))));
            agent.send(new FromAgent.Write(i, true, List.of(Entries.service("web1", "b" + i))));
        }
        for (var i = 1; i <= 200; i++) {
            assertThat(agent.receive()).isInstanceOf(FromServer.Done.class);
        }
        assertThat(server.written).hasSize(400);
        for (var i = 0; i < 200; i++) {
            assertThat(server.written.get(2 * i)).isEqualTo(Entries.service("web1", "a" + (i + 1)));
            assertThat(server.written.get(2 * i + 1)).isEqualTo(Entries.service("web1", "b" + (i + 1)));
        }
    }

    @Test
    void hundredsOfSessionsTakeLittleMemoryAndNoThreads() throws IOException {
        var server = server(PATIENT);
        var agents = new ArrayList<RawAgent>();
        attach(server, agents, 100);
        var threads = Thread.activeCount();
        var before = used();
        attach(server, agents, 400);
        var each = (used() - before) / 300;
        assertThat(each).as("bytes of heap for each idle session").isLessThan(120_000);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 8);

        server.sessions.tell(new Sessions.Deliver(Entries.event("e", 100)));
        for (var agent : agents) {
            assertThat(agent.receive()).isInstanceOf(FromServer.Deliver.class);
        }
    }

    private void attach(FakeServer server, List<RawAgent> agents, int count) throws IOException {
        while (agents.size() < count) {
            var identity = FakeServer.identity("web" + agents.size(), "dc1", "secret");
            var agent = raw(server, identity);
            greet(agent, identity);
            agents.add(agent);
        }
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
