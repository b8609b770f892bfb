package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaintCommandTest {
    private static final String KEPT = """
            [{"Node":"db3","Service":"","ServiceID":"","Reason":"new disks","Until":"2030-01-01T02:00:00Z"},
             {"Node":"n1","Service":"","ServiceID":"web-1","Reason":"why not","Until":""},
             {"Node":"","Service":"web","ServiceID":"","Reason":"upgrade","Until":""}]""";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent()
                .answer("/v1/agent/self", "{\"Config\":{\"NodeName\":\"n1\"}}")
                .answer("/v1/agent/checks", """
                        {"_node_maintenance":{"CheckID":"_node_maintenance","Node":"n1","Notes":"moving","ServiceID":""},
                         "c1":{"CheckID":"c1","Node":"n1"}}""")
                .answer("/v1/agent/maintenance", "")
                .answer("/v1/agent/service/maintenance/web-1", "");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private List<String> puts() {
        return agent.asked().stream()
                .filter(asked -> asked.method().equals("PUT"))
                .map(FakeAgent.Asked::target)
                .toList();
    }

    @Test
    void whatIsInMaintenanceIsListed() {
        agent.answer("/v1/maintenance", KEPT);
        assertThat(Call.to(agent, "maint")).isEqualTo(new Call(0, """
                        Node  Service  Kept By     Until                 Reason
                        n1             agent       -                     moving
                        db3            datacenter  2030-01-01T02:00:00Z  new disks
                        n1    web-1    datacenter  -                     why not
                        all   web      datacenter  -                     upgrade
                        """, ""));
        var json = Fields.of(Json.parse(Call.to(agent, "maint", "-format=json").out()));
        assertThat(json.objects("Agent")).hasSize(1);
        assertThat(json.objects("Datacenter")).hasSize(3);
    }

    @Test
    void anAgentOfConsulKeepsNothingForTheDatacenter() {
        assertThat(Call.to(agent, "maint").out()).isEqualTo("""
                        Node  Service  Kept By  Until  Reason
                        n1             agent    -      moving
                        """);
        assertThat(Call.to(agent, "maint", "-disable").out()).isEqualTo("Node maintenance is now disabled\n");
    }

    @Test
    void theAgentIsPutIntoMaintenanceAsConsulDoesIt() {
        assertThat(Call.to(agent, "maint", "-enable", "-reason=new disks").out())
                .isEqualTo("Node maintenance is now enabled\n");
        assertThat(Call.to(agent, "maint", "-enable", "-service", "web-1").out())
                .isEqualTo("Service maintenance is now enabled for \"web-1\"\n");
        assertThat(puts())
                .containsExactly(
                        "/v1/agent/maintenance?enable=true&reason=new%20disks",
                        "/v1/agent/service/maintenance/web-1?enable=true");
    }

    @Test
    void withATimeAnotherNodeOrAllTheDatacenterKeepsIt() {
        agent.answer("/v1/maintenance", "{\"Until\":\"2030-01-01T02:00:00.123456Z\"}");
        assertThat(Call.to(agent, "maint", "--enable", "--for", "2h").out())
                .isEqualTo("node n1 is in maintenance until 2030-01-01T02:00:00.123Z\n");
        Call.to(agent, "maint", "--enable", "--node", "db3", "--reason", "x");
        assertThat(Call.to(agent, "maint", "--enable", "--service", "web", "--all")
                        .out())
                .startsWith("every instance of service web is in maintenance");
        Call.to(agent, "maint", "--enable", "--node", "db3", "--service", "web-1");
        assertThat(puts())
                .containsExactly(
                        "/v1/maintenance?enable=true&node=n1&for=2h",
                        "/v1/maintenance?enable=true&node=db3&reason=x",
                        "/v1/maintenance?enable=true&service=web",
                        "/v1/maintenance?enable=true&node=db3&service-id=web-1");
    }

    @Test
    void bothKindsAreEndedForTheAgentItself() {
        agent.answer("/v1/maintenance", KEPT).answer("/v1/maintenance", "true");
        assertThat(Call.to(agent, "maint", "--disable", "--service", "web-1").out())
                .isEqualTo("""
                        Service maintenance is now disabled for "web-1"
                        service web-1 on node n1 is out of maintenance
                        """);
        assertThat(puts())
                .containsExactly(
                        "/v1/agent/service/maintenance/web-1?enable=false",
                        "/v1/maintenance?enable=false&node=n1&service-id=web-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--enable --disable",
                "--reason x",
                "--disable --for 2h",
                "--service web",
                "--enable --all",
                "--enable --all --service web --node db3",
                "--enable --for soon"
            })
    void whatContradictsItselfIsNotUnderstood(String options) {
        assertThat(Call.to(agent, ("maint " + options).split(" ")).code()).isEqualTo(2);
        assertThat(puts()).isEmpty();
    }
}
