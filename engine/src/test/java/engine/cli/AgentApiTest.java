package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that only ask, and how any command finds its agent and fails without it. */
final class AgentApiTest {
    private static final String MEMBERS = """
            [{"Name":"b","Addr":"10.0.0.2","Port":8301,"Tags":{"role":"node","build":"0.1.0:abc","dc":"dc1"},"Status":4},
             {"Name":"a","Addr":"::1","Port":8301,"Tags":{"role":"consul","build":"0.1.0:","dc":"dc1"},"Status":1}]""";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent()
                .answer("/v1/agent/members", MEMBERS)
                .answer("/v1/agent/leave", "")
                .answer("/v1/agent/reload", "");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void membersAreATable() {
        assertThat(Call.to(agent, "members")).isEqualTo(new Call(0, """
                        Node  Address        Status  Type    Build  DC
                        a     [::1]:8301     alive   server  0.1.0  dc1
                        b     10.0.0.2:8301  failed  client  0.1.0  dc1
                        """, ""));
        assertThat(Call.to(agent, "members", "-detailed").out()).contains("build=0.1.0:abc,dc=dc1,role=node");
    }

    @Test
    void membersAreFilteredByStatus() {
        assertThat(Call.to(agent, "members", "-status=failed").out())
                .contains("b ")
                .doesNotContain("a  ");
        assertThat(Fields.list(Json.parse(Call.to(agent, "members", "--format=json", "-status=alive")
                        .out())))
                .singleElement()
                .satisfies(member -> assertThat(member.text("Name")).isEqualTo("a"));
        assertThat(Call.to(agent, "members", "-status=left"))
                .isEqualTo(new Call(1, "", "engine: no agent is in such a state.\n"));
        assertThat(Call.to(agent, "members", "-status=(").code()).isEqualTo(2);
        Call.to(agent, "members", "-wan");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/members?wan=1");
    }

    @Test
    void catalogCommandsAreTables() {
        agent.answer("/v1/catalog/nodes", """
                        [{"ID":"a06f6a6a-e608","Node":"n1","Address":"127.0.0.1","Datacenter":"dc1",
                          "TaggedAddresses":{"wan":"w","lan":"l"},"Meta":{"k":"v"}}]""")
                .answer("/v1/catalog/service/web", "[]")
                .answer("/v1/catalog/services", "{\"web\":[\"b\",\"a\"],\"consul\":[]}")
                .answer(
                        "/v1/catalog/node/n1",
                        "{\"Node\":{},\"Services\":{\"w1\":{\"ID\":\"w1\",\"Service\":\"web\",\"Tags\":[\"x\"]}}}")
                .answer("/v1/catalog/datacenters", "[\"dc1\",\"dc2\"]");
        assertThat(Call.to(agent, "catalog", "nodes").out())
                .isEqualTo("Node  ID        Address    DC\nn1    a06f6a6a  127.0.0.1  dc1\n");
        assertThat(Call.to(agent, "catalog", "nodes", "-detailed").out())
                .contains("a06f6a6a-e608  127.0.0.1  dc1  lan=l, wan=w     k=v\n");
        assertThat(Call.to(agent, "catalog", "nodes", "-service=web"))
                .isEqualTo(new Call(0, "", "No nodes match the given query.\n"));
        assertThat(Call.to(agent, "catalog", "services").out()).isEqualTo("consul\nweb\n");
        assertThat(Call.to(agent, "catalog", "services", "-tags").out()).isEqualTo("consul  \nweb     a,b\n");
        assertThat(Call.to(agent, "catalog", "services", "-tags", "-node=n1").out())
                .isEqualTo("web  x\n");
        assertThat(Call.to(agent, "catalog", "datacenters").out()).isEqualTo("dc1\ndc2\n");
        for (var name : new String[] {"nodes", "services", "datacenters"}) {
            assertThat(Json.parse(
                            Call.to(agent, "catalog", name, "--format=json").out()))
                    .isNotNull();
        }
    }

    @Test
    void checksAreFiltered() {
        agent.answer("/v1/agent/checks", """
                {"c2":{"Name":"two","ServiceName":"web","ServiceID":"web-2","Status":"critical","Output":"line 1\\nline 2"},
                 "c1":{"Name":"one","ServiceName":"","ServiceID":"","Status":"passing","Output":""}}""");
        assertThat(Call.to(agent, "checks").out()).isEqualTo("""
                        Check  Name  Service  Status    Since  Output
                        c1     one            passing   -     \s
                        c2     two   web      critical  -      line 1
                        """);
        agent.answer(
                "/v1/agent/check/history",
                "[{\"CheckID\":\"c2\",\"Since\":\"2026-11-20T12:00:00.123456Z\",\"Changes\":3}]");
        assertThat(Call.to(agent, "checks", "--critical").out()).isEqualTo("""
                        Check  Name  Service  Status    Since                     Output
                        c2     two   web      critical  2026-11-20T12:00:00.123Z  line 1
                        """);
        assertThat(Call.to(agent, "checks", "--critical", "--status=passing").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "checks", "--service", "web-2").out())
                .contains("c2")
                .doesNotContain("c1");
        assertThat(Call.to(agent, "checks", "--status", "passing", "--format", "json")
                        .out())
                .contains("c1")
                .doesNotContain("c2");
        assertThat(Call.to(agent, "checks", "--status", "good").code()).isEqualTo(2);
    }

    @Test
    void aCheckHasAHistory() {
        agent.answer("/v1/agent/check/history/service:web", """
                {"CheckID":"service:web","Status":"critical","Since":"2026-11-20T12:00:00.5Z","Changes":2,"Transitions":[
                 {"At":"2026-11-20T11:00:00Z","From":"critical","To":"passing","Output":"fine"},
                 {"At":"2026-11-20T12:00:00.5Z","From":"passing","To":"critical","Output":"line 1\\nline 2"}]}""")
                .answer(
                        "/v1/agent/check/history/new",
                        "{\"CheckID\":\"new\",\"Status\":\"passing\",\"Since\":\"2026-11-20T12:00:00Z\",\"Changes\":0,"
                                + "\"Transitions\":[]}");
        assertThat(Call.to(agent, "checks", "--history", "service:web")).isEqualTo(new Call(0, """
                        service:web is critical since 2026-11-20T12:00:00.5Z; its status has changed 2 times.
                        Time                    From      To        Output
                        2026-11-20T11:00:00Z    critical  passing   fine
                        2026-11-20T12:00:00.5Z  passing   critical  line 1
                        """, ""));
        assertThat(Call.to(agent, "checks", "--history", "new").out())
                .isEqualTo("new is passing since 2026-11-20T12:00:00Z; its status has changed 0 times.\n");
        assertThat(Json.parse(Call.to(agent, "checks", "--history=new", "--format=json")
                        .out()))
                .isNotNull();
        assertThat(Call.to(agent, "checks", "--history", "nope").code()).isEqualTo(1);
        assertThat(Call.to(agent, "checks", "--history", "new", "--critical").code())
                .isEqualTo(2);
    }

    @Test
    void aCheckOfANodeWithoutAnAgentHasAHistory() {
        var history = "/v1/external-checks/history";
        agent.answer(history, """
                [{"Node":"p1","CheckID":"lp","Since":"2026-11-20T12:00:00.5Z"},{"Node":"p2","CheckID":"lp","Since":""},
                 {"Node":"p2","CheckID":"net/2","Since":"2026-11-20T12:00:00Z"}]""")
                .answer(history + "/net/2", """
                {"CheckID":"net/2","Status":"critical","Since":"2026-11-20T12:00:00Z","Changes":1,"Transitions":[
                 {"At":"2026-11-20T12:00:00Z","From":"passing","To":"critical","Output":"no paper"}]}""")
                .answer(history + "/lp", "{\"Status\":\"passing\",\"Since\":\"2026-11-20T12:00:00.5Z\",\"Changes\":0}")
                .answer("/v1/external-checks", """
                {"Probers":[{"Node":"s1"}],"Checks":[
                 {"Node":"p1","CheckID":"lp","Name":"n","Status":"passing","Prober":"s1"},
                 {"Node":"p3","CheckID":"lp","Name":"n","Status":"","Prober":""}]}""");
        assertThat(Call.to(agent, "checks", "--external").out()).isEqualTo("""
                        Node  Check  Name  Service  Status   Since                   Prober  Output
                        p1    lp     n              passing  2026-11-20T12:00:00.5Z  s1     \s
                        p3    lp     n              -        -                       -      \s
                        """);
        assertThat(Call.to(agent, "checks", "--external", "--history", "net/2")).isEqualTo(new Call(0, """
                        net/2 is critical since 2026-11-20T12:00:00Z; its status has changed once.
                        Time                  From     To        Output
                        2026-11-20T12:00:00Z  passing  critical  no paper
                        """, ""));
        assertThat(agent.lastAsked().target()).isEqualTo(history + "/net/2?node=p2");
        Call.to(agent, "checks", "--external", "--history", "NET/2");
        assertThat(agent.lastAsked().target())
                .as("ids are the same in any case, as servers take them")
                .isEqualTo(history + "/NET/2?node=p2");
        assertThat(Call.to(agent, "checks", "--external", "--history", "lp"))
                .isEqualTo(
                        new Call(2, "", "engine: Several nodes have a check 'lp': say which with --node: p1, p2.\n"));
        assertThat(Call.to(agent, "checks", "--external", "--history", "lp", "--node", "p1")
                        .out())
                .startsWith("lp is passing since 2026-11-20T12:00:00.5Z");
        assertThat(agent.lastAsked().target()).isEqualTo(history + "/lp?node=p1");
        assertThat(Call.to(agent, "checks", "--external", "--history", "no").code())
                .isEqualTo(1);
        assertThat(Call.to(agent, "checks", "--history", "lp", "--node", "p1").code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "checks", "--external", "--node", "p1").code())
                .isEqualTo(2);
    }

    @Test
    void infoPrintsFiguresByGroup() {
        agent.answer("/v1/agent/self", "{\"Stats\":{\"b\":{\"y\":\"2\",\"x\":\"1\"},\"a\":{\"z\":\"\"}}}");
        assertThat(Call.to(agent, "info").out()).isEqualTo("a:\n\tz = \nb:\n\tx = 1\n\ty = 2\n");
        assertThat(Call.to(agent, "info", "--format=json").out()).startsWith("{\n    \"a\":");
    }

    @Test
    void reloadTellsWhatWaitsForARestart() throws Exception {
        try (var changed = new FakeAgent()
                .answer(
                        "/v1/agent/reload",
                        "domain has changed and takes effect after a restart\nports.http has changed\u001b[2J\n")) {
            assertThat(Call.to(changed, "reload")).isEqualTo(new Call(0, """
                    Configuration reload triggered
                    domain has changed and takes effect after a restart
                    ports.http has changed?[2J
                    """, ""));
        }
    }

    @Test
    void reloadAndLeaveSayWhatConsulSays() {
        assertThat(Call.to(agent, "reload")).isEqualTo(new Call(0, "Configuration reload triggered\n", ""));
        assertThat(Call.to(agent, "leave")).isEqualTo(new Call(0, "Graceful leave complete\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
    }

    @Test
    void theTokenIsSentFromOptionFileOrEnvironment(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("token"), "from-file\n");
        Call.to(agent, "members", "-token=t1");
        assertThat(agent.lastAsked().headers()).containsEntry("x-consul-token", "t1");
        Call.to(agent, "members", "-token-file=" + file);
        assertThat(agent.lastAsked().headers()).containsEntry("x-consul-token", "from-file");
        Call.with(Map.of("CONSUL_HTTP_TOKEN", "t2", "CONSUL_HTTP_ADDR", agent.address()), "", "members");
        assertThat(agent.lastAsked().headers()).containsEntry("x-consul-token", "t2");
        Call.to(agent, "members");
        assertThat(agent.lastAsked().headers()).doesNotContainKey("x-consul-token");
        assertThat(Call.to(agent, "members", "-token=a\r\nb").code()).isEqualTo(2);
        assertThat(Call.to(agent, "members", "-token-file=" + directory.resolve("none"))
                        .code())
                .isEqualTo(1);
    }

    @Test
    void theAddressIsTakenFromTheOptionThenTheEnvironment() {
        assertThat(Call.with(Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:1"), "", "members", "-http-addr=" + agent.address())
                        .code())
                .isZero();
        assertThat(Call.with(Map.of("ENGINE_HTTP_ADDR", "http://" + agent.address()), "", "members")
                        .code())
                .isZero();
    }

    @Test
    void withoutAnAgentOneSentenceSaysWhatToDo() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(Call.alone("members", "--http-addr=127.0.0.1:" + port))
                .isEqualTo(new Call(
                        1,
                        "",
                        "engine: no agent answers at 127.0.0.1:" + port + ": connection refused. Start one with"
                                + " `engine agent -dev`, or name another with --http-addr.\n"));
    }

    @Test
    void whatTheAgentRefusesIsSaidWithItsReason() throws IOException {
        try (var refusing =
                new FakeAgent().answer("/v1/agent/members", 500, "rpc error: \u001b[31mNo cluster leader.", Map.of())) {
            assertThat(Call.to(refusing, "members").err())
                    .isEqualTo("engine: the agent at " + refusing.address()
                            + " refused: rpc error: ?[31mNo cluster leader (HTTP 500).\n");
        }
        try (var silent = new FakeAgent().answer("/v1/agent/members", 403, "", Map.of())) {
            assertThat(Call.to(silent, "members").err()).endsWith(" refused: no reason given (HTTP 403).\n");
        }
        try (var odd = new FakeAgent().answer("/v1/agent/members", "<html>")) {
            assertThat(Call.to(odd, "members").err()).startsWith("engine: the answer is not JSON");
        }
    }
}
