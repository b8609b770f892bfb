package engine.link;

import static engine.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of a stream over the loopback. */
class LinkTest {
    private static final StreamSettings QUICK = new StreamSettings(Duration.ofMillis(200), Duration.ofSeconds(5), 1000);

    /** For what is not about silence: on a busy machine nobody is taken for dead. */
    private static final StreamSettings PATIENT =
            new StreamSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 1000);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void end() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T thing) {
        open.push(thing);
        return thing;
    }

    private FakeServer server(String name) {
        return opened(new FakeServer(name, PATIENT));
    }

    private FakeAgent agent(String node, HostPort... join) {
        return opened(FakeAgent.of(node, PATIENT, join));
    }

    /** An agent that tells why it does not come in. */
    private String refusal(Identity identity, FakeServer server) {
        var agent = opened(new FakeAgent(identity, FakeAgent.settings(PATIENT, Optional.empty(), 1, server.place())));
        until("the agent gives up", () -> !agent.told.isEmpty());
        assertThat(agent.link.server()).isEmpty();
        return agent.told.getFirst();
    }

    private static void attached(FakeAgent agent, FakeServer server) {
        until(
                "it is attached",
                () -> agent.link
                        .server()
                        .filter(address -> address.getPort() == server.place().port())
                        .isPresent());
    }

    @Test
    void anAgentTellsWhatItHasAndItsWritesAreAcknowledged() {
        var server = server("s1");
        var agent = agent("web1", server.place());
        until("it has told what it has", () -> !server.owned.isEmpty());
        assertThat(server.lastOwned()).containsExactly(Entries.node("web1"));
        assertThat(server.attached.getFirst()).isEqualTo(agent.hello());
        assertThat(agent.link.serverName()).contains("s1");
        assertThat(agent.told).containsExactly("attached to s1");

        var service = Entries.service("web1", "web");
        assertThat(agent.write(service, new Op.Delete(new Key.Check("web1", "old")))
                        .join())
                .isTrue();
        assertThat(server.written).containsExactly(service, new Op.Delete(new Key.Check("web1", "old")));

        server.answer = CompletableFuture.completedStage(false);
        assertThat(agent.write(new Op.PutIf(service.key(), service.value(), 7)).join())
                .isFalse();
        server.answer = CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        assertThatThrownBy(() -> agent.write(service).join()).hasMessageContaining("the disk is full");
    }

    @Test
    void whatBelongsToAnotherNodeIsRefused() {
        var server = server("s1");
        var agent = agent("web1", server.place());
        attached(agent, server);
        var others = List.<Op>of(
                Entries.service("web2", "web"),
                Entries.receipt("web2", "e"),
                new Op.Delete(new Key.Member("web1")),
                new Op.Put(new Key.Kv("k"), new Value.Kv(ByteString.emptyByteString(), 0)),
                new Op.Put(new Key.Event("e"), Entries.event("e", 1)));
        for (var op : others) {
            assertThatThrownBy(() -> agent.write(op).join()).hasMessageContaining("its own node web1");
        }
        assertThat(server.written).isEmpty();
        assertThat(agent.write(Entries.service("WEB1", "web")).join()).isTrue();
    }

    @Test
    void aServerOutsideTheClusterSendsItsAgentsToOnesWithinAndNobodyIsGone() {
        var outside = server("s1");
        outside.formed = false;
        var within = server("s2");
        outside.know(outside, within);
        var agent = agent("web1", outside.place());
        attached(agent, outside);
        outside.sessions.tell(Sessions.Disperse.INSTANCE);
        attached(agent, within);
        assertThat(outside.gone).isEmpty();
        within.sessions.tell(Sessions.Disperse.INSTANCE);
        until("it has come back", () -> within.attached.size() == 2 && within.count() == 1);
        assertThat(outside.attached).hasSize(1);
    }

    @Test
    void whatWasOnItsWayToALostServerIsToldToTheNext() {
        var first = server("s1");
        first.answer = new CompletableFuture<>();
        var agent = agent("web1", first.place());
        attached(agent, first);
        var second = server("s2");
        first.know(first, second);
        until("the agent knows both", () -> first.count() == 1);
        var service = Entries.service("web1", "web");
        agent.own.add(service);
        var told = agent.write(service);
        var done = agent.write(Entries.receipt("web1", "e"), Entries.run("web1", "e", "running"));
        var twice = agent.write(Entries.run("web1", "e", "succeeded"));
        var conditional = agent.write(new Op.DeleteIf(service.key(), 1));
        until("all are on their way", () -> first.written.size() == 5);

        first.close();
        attached(agent, second);
        assertThat(told.join()).isTrue();
        assertThat(done.join()).isTrue();
        assertThat(twice.join()).isTrue();
        assertThatThrownBy(conditional::join).hasMessageContaining("may or may not have happened");
        assertThat(second.lastOwned()).contains(service);
        assertThat(second.written).containsExactly(Entries.receipt("web1", "e"), Entries.run("web1", "e", "succeeded"));
        assertThat(agent.told).containsExactly("attached to s1", "detached", "attached to s2");
    }

    @Test
    void aServerThatLivesAndDoesNothingIsLeftForAnother() {
        var first = opened(new FakeServer("s1", QUICK));
        var agent = opened(FakeAgent.of("web1", QUICK, first.place()));
        attached(agent, first);
        until("it has everything", () -> !first.owned.isEmpty());
        var second = opened(new FakeServer("s2", QUICK));
        first.know(first, second);
        first.answer = new CompletableFuture<>();
        assertThat(agent.write(Entries.service("web1", "web")).join()).isTrue();
        attached(agent, second);
    }

    @Test
    void writesWithoutAServerSucceedAtOnceAndAreToldToTheFirst() {
        var place = new HostPort("127.0.0.1", freePort());
        var agent = agent("web1", place);
        agent.own.add(Entries.check("web1", "c", "fine"));
        assertThat(agent.write(Entries.check("web1", "c", "fine")).join()).isTrue();
        assertThat(agent.write(Entries.receipt("web1", "e")).join()).isTrue();
        assertThatThrownBy(() ->
                        agent.write(new Op.DeleteIf(new Key.Node("web1"), 1)).join())
                .hasMessageContaining("there is no server");

        var server = opened(new FakeServer(FakeServer.identity("s1", "dc1", "secret"), PATIENT, place.port()));
        until("the server has all", () -> server.written.size() == 1 && !server.owned.isEmpty());
        assertThat(server.lastOwned()).containsExactly(Entries.node("web1"), Entries.check("web1", "c", "fine"));
        assertThat(server.written).containsExactly(Entries.receipt("web1", "e"));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void strangersAreRefusedWithASentenceThatBothSidesSay() {
        var server = server("s1");
        try (var log = new Logged(PortRoutes.class)) {
            assertThat(refusal(FakeServer.identity("web1", "dc2", "secret"), server))
                    .contains("retry-max", "agent web1 of datacenter dc2 and agent s1 of datacenter dc1");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("refused a request from 127.0.0.1")
                            && line.contains("agent web1 of datacenter dc2 and agent s1 of datacenter dc1"));
            assertThat(refusal(FakeServer.identity("web1", "dc1", "another"), server))
                    .contains("their cluster secrets (encrypt) differ");
            assertThat(refusal(FakeServer.identity("web1", "dc1", ""), server))
                    .contains("the second has a cluster secret (encrypt), the first none");
            // One line in ten seconds, whoever asks.
            assertThat(log.lines()).hasSize(1).noneMatch(line -> line.contains("another") || line.contains("secret "));
        }
        assertThat(server.attached).isEmpty();
    }

    @Test
    void anAgentWhoseNameIsTakenIsRefusedWithASentenceThatBothSidesSay() {
        var server = server("s1");
        var agent = agent("web1", server.place());
        attached(agent, server);
        try (var log = new Logged(Sessions.class)) {
            var twin = new Identity(
                    "dc1",
                    "WEB1",
                    "other-id",
                    "1.0",
                    FakeServer.identity("", "", "secret").secret());
            assertThat(refusal(twin, server)).contains("another agent with the id id-web1", "node name WEB1");
            assertThat(log.lines()).anyMatch(line -> line.contains("another agent with the id id-web1"));
            server.admission = hello -> Optional.of(hello.node() + " is not wanted");
            assertThat(refusal(FakeServer.identity("web2", "dc1", "secret"), server))
                    .contains("web2 is not wanted");
        }
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void aSilentPeerIsNoticedOnBothSides() throws Exception {
        var server = opened(new FakeServer("s1", QUICK));
        var proxy = opened(new Proxy(server.place()));
        // It names no other server than the way through the proxy.
        server.servers.clear();
        server.servers.add(proxy.place());
        server.sessions.tell(new Sessions.Servers(List.of(proxy.place())));
        var agent = opened(FakeAgent.of("web1", QUICK, proxy.place()));
        until("it is attached", () -> agent.link.server().isPresent() && !server.owned.isEmpty());
        assertThat(server.gone).isEmpty();
        var begun = System.nanoTime();
        proxy.hold();
        until("both have noticed", () -> agent.told.contains("detached") && !server.gone.isEmpty());
        assertThat(server.gone).containsExactly("web1 SILENT");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void anAgentWhoseEntriesAreTakenAwayIsAskedOnceForThem() {
        var server = server("s1");
        var agent = agent("web1", server.place());
        agent("web2", server.place());
        until("both are there", () -> server.count() == 2 && server.owned.size() == 2);
        agent.own.add(Entries.service("web1", "late"));
        for (var i = 0; i < 10; i++) {
            server.sessions.tell(new Sessions.Disputed(Set.of("web1", "somebody")));
        }
        until("it has told again", () -> server.owned.size() == 3);
        assertThat(server.owned.getLast()).contains(Entries.service("web1", "late"));
        assertThat(agent.write(Entries.service("web1", "later")).join()).isTrue();
        assertThat(server.owned).as("told once, and the other not").hasSize(3);
    }

    @Test
    void anAgentThatDiesIsNoticedByItsConnection() {
        var server = server("s1");
        var agent = FakeAgent.of("web1", PATIENT, server.place());
        attached(agent, server);
        agent.close();
        until("the server has noticed", () -> server.gone.equals(List.of("web1 CLOSED")));
    }

    @Test
    void anAgentThatLeavesOrStopsIsConfirmedAndDoesNotComeBack() {
        var server = server("s1");
        var leaving = agent("web1", server.place());
        var stopping = agent("web2", server.place());
        attached(leaving, server);
        attached(stopping, server);
        assertThat(leaving.link.leave().toCompletableFuture().join()).isTrue();
        assertThat(stopping.link.stop().toCompletableFuture().join()).isTrue();
        assertThat(server.gone).containsExactly("web1 LEFT", "web2 STOPPED");
        assertThat(leaving.link.server()).isEmpty();
        assertThat(leaving.write(Entries.service("web1", "web")).join()).isTrue();
        assertThat(leaving.link.leave().toCompletableFuture().join()).isFalse();
        until("no session is left", () -> server.count() == 0);
        assertThat(server.gone).hasSize(2);
        assertThat(server.attached).hasSize(2);
    }

    @Test
    void oneAddressIsEnoughToStartAndNoneToStartAgain(@TempDir Path dir) throws Exception {
        var first = server("s1");
        var second = server("s2");
        first.know(first, second);
        var file = dir.resolve("servers");
        var before = new FakeAgent(
                FakeServer.identity("web1", "dc1", "secret"),
                FakeAgent.settings(PATIENT, Optional.of(file), 0, first.place()));
        attached(before, first);
        until(
                "the servers are kept",
                () -> Files.exists(file)
                        && Files.readAllLines(file)
                                .equals(List.of(
                                        first.place().toString(), second.place().toString())));
        before.close();
        first.close();
        var again = opened(new FakeAgent(
                FakeServer.identity("web1", "dc1", "secret"), FakeAgent.settings(PATIENT, Optional.of(file), 0)));
        attached(again, second);
        until("the file is up to date", () -> Files.readString(file).equals(second.place() + "\n"));
    }

    @Test
    void aClientAgentIsGoodToJoinBy() {
        var server = server("s1");
        var system = opened(new FakeAgent(
                FakeServer.identity("web0", "dc1", "secret"), FakeAgent.settings(PATIENT, Optional.empty(), 1)));
        var port = AgentPort.bind(
                        system.system,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        FakeServer.identity("web0", "dc1", "secret"),
                        PortSettings.DEFAULT,
                        new AgentPort.Behind(
                                () -> List.of(server.place()),
                                _ -> FakeServer.text("{}"),
                                Optional.empty(),
                                (_, _, _) -> Optional.empty(),
                                _ -> FakeServer.text("never")))
                .toCompletableFuture()
                .join();
        attached(agent("web1", HostPort.of(port.address())), server);
    }

    @Test
    void largeEntriesAndLongListsPass() {
        var server = server("s1");
        var agent = new FakeAgent[1];
        var output = "x".repeat(512 << 10);
        var place = new HostPort("127.0.0.1", server.place().port());
        agent[0] = agent("web1", place);
        attached(agent[0], server);
        assertThat(agent[0].write(Entries.check("web1", "big", output)).join()).isTrue();
        assertThat(server.written).containsExactly(Entries.check("web1", "big", output));
        var many = new Op[2000];
        for (var i = 0; i < many.length; i++) {
            many[i] = Entries.check("web1", "c" + i, "y".repeat(1000));
        }
        assertThat(agent[0].write(many).join()).isTrue();
        assertThat(server.written).hasSize(2001);
        assertThatThrownBy(() -> agent[0].write(Entries.check("web1", "c", "z".repeat(2 << 20)))
                        .join())
                .hasMessageContaining("too large");

        server.sessions.tell(new Sessions.Deliver(Entries.event("great", 1 << 20)));
        until("the event has come", () -> agent[0].delivered.size() == 1);
        assertThat(agent[0].delivered.getFirst().payload().size()).isEqualTo(1 << 20);
        assertThat(agent[0].told).containsExactly("attached to s1");
    }

    @Test
    void missedEventsComeBeforeThoseThatHappen() {
        var server = server("s1");
        for (var i = 0; i < 300; i++) {
            server.events.add(Entries.event("e" + i, 10_000));
        }
        var agent = agent("web1", server.place());
        attached(agent, server);
        server.sessions.tell(new Sessions.Deliver(Entries.event("last", 1)));
        until("all have come", () -> agent.delivered.size() == 301);
        var expected = server.events.stream().map(Value.Event::id).toList();
        assertThat(agent.delivered.stream().map(Value.Event::id).toList().subList(0, 300))
                .isEqualTo(expected);
        assertThat(agent.delivered.getLast().id()).isEqualTo("last");
    }

    @Test
    void anAgentThatDoesNotReadIsCutOff() throws Exception {
        var server = server("s1");
        var proxy = opened(new Proxy(server.place()));
        server.servers.clear();
        server.sessions.tell(new Sessions.Servers(List.of()));
        var agent = agent("web1", proxy.place());
        until("it is attached", () -> !server.owned.isEmpty());
        proxy.hold();
        var event = Entries.event("e", 60_000);
        for (var i = 0; i < Session.MAX_BACKLOG + 400 && server.gone.isEmpty(); i++) {
            server.sessions.tell(new Sessions.Deliver(event));
        }
        until("it is cut off", () -> server.gone.equals(List.of("web1 CLOSED")));
        proxy.close();
        until("the agent has noticed", () -> agent.told.contains("detached"));
    }

    @Test
    void twoAgentsWithOneIdTakeTurnsWithPausesBetween() {
        var server = server("s1");
        var first = agent("web1", server.place());
        attached(first, server);
        agent("web1", server.place());
        until("the first is back", () -> server.attached.size() >= 4);
        assertThat(first.told).contains("detached");
        assertThat(server.count()).isLessThanOrEqualTo(1);
        assertThat(server.gone).isEmpty();
    }
}
