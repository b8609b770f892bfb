package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionCommandsTest {
    private static final String SESSION = """
            {"ID":"id-1","Name":"deploy","Node":"n1","LockDelay":15000000000,"Behavior":"release","TTL":"30s",
             "NodeChecks":["serfHealth"],"ServiceChecks":[{"ID":"service:web","Namespace":""}],
             "CreateIndex":20,"ModifyIndex":21}""";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/session/create", "{\"ID\":\"id-1\"}");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void createPrintsTheId() {
        assertThat(Call.to(agent, "session", "create")).isEqualTo(new Call(0, "id-1\n", ""));
        assertThat(agent.lastAsked().body()).isEqualTo("{}");
        assertThat(Json.parse(
                        Call.to(agent, "session", "create", "--format=json").out()))
                .isEqualTo(Map.of("ID", "id-1"));
    }

    @Test
    void createSendsWhatIsGivenAndNothingElse() {
        Call.to(
                agent,
                "session",
                "create",
                "-name=x",
                "-ttl=1m",
                "-lock-delay=0s",
                "-behavior=delete",
                "-node=n2",
                "-node-check=serfHealth",
                "-service-check=a",
                "-service-check=b",
                "-datacenter=dc2");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/session/create?dc=dc2");
        assertThat(agent.lastAsked().body()).isEqualTo("""
                        {"Name":"x","Node":"n2","TTL":"1m","LockDelay":"0s","Behavior":"delete",\
                        "NodeChecks":["serfHealth"],"ServiceChecks":[{"ID":"a"},{"ID":"b"}]}""");
        Call.to(agent, "session", "create", "--no-node-checks");
        assertThat(agent.lastAsked().body()).isEqualTo("{\"NodeChecks\":[]}");
    }

    @Test
    void createRefusesWhatCannotBe() {
        assertThat(Call.to(agent, "session", "create", "-ttl=soon").code()).isEqualTo(2);
        assertThat(Call.to(agent, "session", "create", "-behavior=keep").err()).contains("release or delete");
        assertThat(Call.to(agent, "session", "create", "--no-node-checks", "--node-check=a")
                        .err())
                .contains("exclude each other");
    }

    @Test
    void infoShowsASession() {
        agent.answer("/v1/session/info/id-1", "[" + SESSION + "]").answer("/v1/session/info/id-2", "[]");
        assertThat(Call.to(agent, "session", "info", "id-1").out()).isEqualTo("""
                        ID             id-1
                        Name           deploy
                        Node           n1
                        TTL            30s
                        LockDelay      15.0 s
                        Behavior       release
                        NodeChecks     serfHealth
                        ServiceChecks  service:web
                        CreateIndex    20
                        ModifyIndex    21
                        """);
        assertThat(Json.parse(Call.to(agent, "session", "info", "id-1", "--format=json")
                        .out()))
                .isEqualTo(Json.parse("[" + SESSION + "]"));
        assertThat(Call.to(agent, "session", "info", "id-2"))
                .isEqualTo(new Call(1, "", "engine: there is no session id-2.\n"));
        assertThat(Call.to(agent, "session", "info").code()).isEqualTo(2);
    }

    @Test
    void listShowsThoseOfADatacenterOrANode() {
        agent.answer("/v1/session/list", "[" + SESSION + "]").answer("/v1/session/node/n 2", "[]");
        assertThat(Call.to(agent, "session", "list", "-stale").out()).isEqualTo("""
                        ID    Name    Node  TTL  Behavior
                        id-1  deploy  n1    30s  release
                        """);
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/session/list?stale");
        assertThat(Call.to(agent, "session", "list", "-node=n 2")).isEqualTo(new Call(0, "", "No sessions.\n"));
        assertThat(Call.to(agent, "session", "list", "-stale", "-consistent").code())
                .isEqualTo(2);
    }

    @Test
    void renewAndDestroySayWhatBecameOfIt() {
        agent.answer("/v1/session/renew/id-1", "[" + SESSION + "]")
                .answer("/v1/session/renew/id-2", 404, "Session id 'id-2' not found", Map.of())
                .answer("/v1/session/destroy/id-1", "true");
        assertThat(Call.to(agent, "session", "renew", "id-1").out()).contains("TTL            30s");
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(Call.to(agent, "session", "renew", "id-2"))
                .isEqualTo(new Call(1, "", "engine: there is no session id-2.\n"));
        assertThat(Call.to(agent, "session", "destroy", "id-1"))
                .isEqualTo(new Call(0, "Success! Session destroyed: id-1\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
    }
}
