package engine.link;

import static engine.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of the HTTP API and DNS queries on their way through a client agent. */
class ForwardingTest {
    private static final StreamSettings PATIENT =
            new StreamSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 1000);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void end() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private FakeServer server(String name) {
        var server = new FakeServer(name, PATIENT);
        open.push(server);
        return server;
    }

    private FakeAgent agent(FakeServer... servers) {
        var join = new ArrayList<HostPort>();
        for (var server : servers) {
            join.add(server.place());
        }
        var agent = FakeAgent.of("web1", PATIENT, join.toArray(HostPort[]::new));
        open.push(agent);
        if (servers.length > 0) {
            until("it is attached", () -> agent.link.server().isPresent());
        }
        return agent;
    }

    private static String body(FakeAgent agent, HttpResponse response) {
        return response.entity()
                .read(1 << 20, FakeServer.PATIENCE, Materializer.matFromSystem(agent.system))
                .toCompletableFuture()
                .join()
                .utf8String();
    }

    private static HttpResponse answer(FakeAgent agent, HttpRequest request) {
        return agent.link.forward(request).toCompletableFuture().join();
    }

    @Test
    void aRequestComesAsItIsAndItsAnswerGoesBackAsItIs() {
        var server = server("s1");
        server.api = request -> CompletableFuture.completedStage(HttpResponse.of(
                        404,
                        Entity.streamed(
                                Entity.JSON,
                                Source.from(List.of(ByteString.fromString("[1,"), ByteString.fromString("2]")))))
                .with("X-Consul-Index", "7"));
        var agent = agent(server);
        var request = HttpRequest.put("/v1/kv/a%2Fb%20c?raw&cas=7&dc=%C3%BC")
                .with("X-Consul-Token", "t")
                .with("Engine-Node", "somebody-else")
                .with("Connection", "close")
                .with(Entity.streamed(Entity.BYTES, Source.single(ByteString.fromString("value"))));
        var response = answer(agent, request);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("X-Consul-Index").orElseThrow()).isEqualTo("7");
        assertThat(body(agent, response)).isEqualTo("[1,2]");
        var asked = server.asked.getFirst();
        assertThat(asked.method()).isEqualTo("PUT");
        assertThat(asked.path()).isEqualTo("/v1/kv/a%2Fb%20c");
        assertThat(asked.rawQuery()).isEqualTo("raw&cas=7&dc=%C3%BC");
        assertThat(asked.header("X-Consul-Token").orElseThrow()).isEqualTo("t");
        assertThat(asked.header("Engine-Node").orElseThrow()).isEqualTo("web1");
        assertThat(asked.entity()
                        .read(1 << 20, FakeServer.PATIENCE, Materializer.matFromSystem(server.system))
                        .toCompletableFuture()
                        .join()
                        .utf8String())
                .isEqualTo("value");
    }

    @Test
    void manyWaitingQueriesDoNotKeepOthersFromAnAnswerAndGoToTheNextServer() {
        var first = server("s1");
        var waiting = new CompletableFuture<HttpResponse>();
        first.api = request -> request.parameter("index").isPresent() ? waiting : FakeServer.text("from the first");
        var agent = agent(first);
        var second = server("s2");
        second.api = _ -> FakeServer.text("from the second");
        first.know(first, second);
        var answers = new ArrayList<CompletableFuture<HttpResponse>>();
        for (var i = 0; i < 300; i++) {
            answers.add(agent.link
                    .forward(HttpRequest.get("/v1/health/service/web" + i + "?index=5&wait=10m"))
                    .toCompletableFuture());
        }
        until("all wait at the server", () -> first.asked.size() == 300);
        assertThat(body(agent, answer(agent, HttpRequest.get("/v1/kv/a")))).isEqualTo("from the first");
        first.close();
        for (var one : answers) {
            assertThat(body(agent, one.join())).isEqualTo("from the second");
        }
        assertThat(second.asked).hasSize(300);
    }

    @Test
    void whatMayHaveBeenDoneIsNotSentTwice() {
        var first = server("s1");
        first.api = _ -> new CompletableFuture<>();
        var agent = agent(first);
        var second = server("s2");
        first.know(first, second);
        var fired = agent.link.forward(HttpRequest.put("/v1/event/fire/deploy")).toCompletableFuture();
        var put = agent.link.forward(HttpRequest.put("/v1/kv/a")).toCompletableFuture();
        var registered =
                agent.link.forward(HttpRequest.put("/v1/catalog/register")).toCompletableFuture();
        until("all are there", () -> first.asked.size() == 3);
        first.close();
        for (var lost : List.of(fired, put)) {
            assertThatThrownBy(lost::join)
                    .hasCauseInstanceOf(LinkException.class)
                    .hasMessageContaining(
                            "server s1 was lost before it answered: the request may or may not have been done");
        }
        assertThat(body(agent, registered.join())).isEqualTo("from the server");
        assertThat(second.asked).extracting(request -> request.path()).containsExactly("/v1/catalog/register");
    }

    @Test
    void withoutAServerARequestWaitsForOneAndThenFailsWithASentence() {
        var agent = agent();
        assertThatThrownBy(() -> answer(agent, HttpRequest.get("/v1/kv/a")))
                .hasCauseInstanceOf(LinkException.class)
                .hasMessageContaining("there is no server");
        assertThatThrownBy(() -> agent.link
                        .dns(new byte[3], false, MINUTE)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("there is no server");
    }

    @Test
    void aDnsQueryThatComesBetweenTwoServersIsAnsweredByTheSecond() {
        var first = server("s1");
        var agent = agent(first);
        var second = server("s2");
        first.know(first, second);
        until("it knows the second", () -> agent.link.otherServer().isPresent());
        first.port.close(Duration.ofSeconds(1));
        var query = "query".getBytes(StandardCharsets.UTF_8);
        until("another server is there", () -> {
            assertThat(agent.link
                            .dns(query, false, MINUTE)
                            .toCompletableFuture()
                            .join())
                    .asString()
                    .isEqualTo("queryfalsePT1M");
            return agent.link.serverName().equals(Optional.of("s2"));
        });
    }

    @Test
    void aDnsQueryThatTheServerLeavesUnansweredIsAnsweredByAnother() throws Exception {
        var first = server("s1");
        var proxy = new Proxy(first.place());
        open.push(proxy);
        var second = server("s2");
        first.servers.clear();
        first.servers.addAll(List.of(proxy.place(), second.place()));
        first.sessions.tell(new Sessions.Servers(List.copyOf(first.servers)));
        var agent = FakeAgent.of("web1", PATIENT, proxy.place());
        open.push(agent);
        until("it is attached", () -> agent.link.serverName().equals(Optional.of("s1")) && !first.owned.isEmpty());
        proxy.hold();
        assertThat(agent.link
                        .dns("query".getBytes(StandardCharsets.UTF_8), false, MINUTE)
                        .toCompletableFuture()
                        .join())
                .asString()
                .isEqualTo("queryfalsePT1M");
        assertThat(agent.link.serverName()).contains("s1");
    }

    @Test
    void aDnsQueryIsAnsweredForItsTransport() {
        var agent = agent(server("s1"));
        var query = "query".getBytes(StandardCharsets.UTF_8);
        assertThat(agent.link.dns(query, false, MINUTE).toCompletableFuture().join())
                .asString()
                .isEqualTo("queryfalsePT1M");
        assertThat(agent.link.dns(query, true, MINUTE).toCompletableFuture().join())
                .asString()
                .isEqualTo("querytruePT1M");
        assertThatThrownBy(() -> agent.link
                        .dns(new byte[0], false, MINUTE)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("did not take the query");
    }
}
