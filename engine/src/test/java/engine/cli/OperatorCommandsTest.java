package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Autopilot, the leader, what is registered, and how far nodes are from each other. */
final class OperatorCommandsTest {
    private static final String CONFIGURATION = """
            {"CleanupDeadServers":true,"LastContactThreshold":"200ms","MaxTrailingLogs":250,"MinQuorum":0,
             "ServerStabilizationTime":"10s","RedundancyZoneTag":"","DisableUpgradeMigration":false,
             "UpgradeVersionTag":"","CreateIndex":4,"ModifyIndex":27}""";
    private static final String PATH = "/v1/operator/autopilot/configuration";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    /** As Consul 1.8.7 prints it. */
    @Test
    void theConfigurationIsShown() {
        agent.answer(PATH, CONFIGURATION);
        assertThat(Call.to(agent, "operator", "autopilot", "get-config", "-stale"))
                .isEqualTo(new Call(0, """
                CleanupDeadServers = true
                LastContactThreshold = 200ms
                MaxTrailingLogs = 250
                MinQuorum = 0
                ServerStabilizationTime = 10s
                RedundancyZoneTag = ""
                DisableUpgradeMigration = false
                UpgradeVersionTag = ""
                """, ""));
        assertThat(agent.lastAsked().target()).isEqualTo(PATH + "?stale");
    }

    @Test
    void onlyWhatIsNamedIsChangedAndOverNothingElse() {
        agent.answer(PATH, CONFIGURATION)
                .answer(PATH, "true")
                .answer(PATH, CONFIGURATION)
                .answer(PATH, "false");
        var set = new String[] {"operator", "autopilot", "set-config", "-cleanup-dead-servers=false", "-min-quorum=3"};
        assertThat(Call.to(agent, set)).isEqualTo(new Call(0, "Configuration updated!\n", ""));
        assertThat(agent.lastAsked().target()).isEqualTo(PATH + "?cas=27");
        var told = Fields.of(Json.parse(agent.lastAsked().body()));
        assertThat(told.truth("CleanupDeadServers")).isFalse();
        assertThat(told.number("MinQuorum")).isEqualTo(3);
        assertThat(told.text("LastContactThreshold")).isEqualTo("200ms");
        assertThat(told.number("MaxTrailingLogs")).isEqualTo(250);
        var late = Call.to(agent, set);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).contains("changed by somebody else");
    }

    @Test
    void aValueThatIsNoneIsAMistakeOfTheCommandLine() {
        agent.answer(PATH, CONFIGURATION);
        for (var wrong :
                new String[] {"-cleanup-dead-servers=maybe", "-min-quorum=x", "-last-contact-threshold=soon"}) {
            assertThat(Call.to(agent, "operator", "autopilot", "set-config", wrong)
                            .code())
                    .as(wrong)
                    .isEqualTo(2);
        }
    }

    @Test
    void theStateOfTheServersIsShown() {
        agent.answer("/v1/operator/autopilot/state", """
                {"Healthy":true,"FailureTolerance":1,"Leader":"id-1","Voters":["id-1"],"Servers":{
                  "id-1":{"ID":"id-1","Name":"s1","Address":"10.0.0.1:8300","Version":"1.0","Status":"leader",
                          "NodeStatus":"alive","Healthy":true,"LastContact":"0s"}}}""");
        assertThat(Call.to(agent, "operator", "autopilot", "state")).isEqualTo(new Call(0, """
                Healthy:           true
                Failure Tolerance: 1
                Leader:            id-1
                Name  ID    Address        Version  Status  Node Status  Healthy  Last Contact
                s1    id-1  10.0.0.1:8300  1.0      leader  alive        true     0s
                """, ""));
    }

    @Test
    void theLeaderIsTransferred() {
        agent.answer("/v1/operator/raft/transfer-leader", "{\"Success\":true}");
        assertThat(Call.to(agent, "operator", "raft", "transfer-leader", "-id=id-2"))
                .isEqualTo(new Call(0, "Success\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("POST");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/operator/raft/transfer-leader?id=id-2");
    }

    @Test
    void aLeaderThatStaysIsAFailure() {
        agent.answer("/v1/operator/raft/transfer-leader", 500, "cannot find peer: no other server votes", Map.of());
        var failed = Call.to(agent, "operator", "raft", "transfer-leader");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("no other server votes");
    }

    @Test
    void whatIsRegisteredIsCounted() {
        agent.answer("/v1/operator/usage", """
                {"Usage":{"dc1":{"Nodes":3,"Services":2,"ServiceInstances":5,"BillableServiceInstances":2}}}""");
        assertThat(Call.to(agent, "operator", "usage", "instances")).isEqualTo(new Call(0, """
                Datacenter  Nodes  Services  Instances  Billable Instances
                dc1         3      2         5          2
                """, ""));
    }

    private void places() {
        var coord = "{\"Vec\":[%s,0,0,0,0,0,0,0],\"Error\":1.5,\"Adjustment\":0,\"Height\":0.00001}";
        agent.answer(
                        "/v1/coordinate/nodes",
                        "[{\"Node\":\"node1\",\"Segment\":\"\",\"Coord\":" + coord.formatted("0.001")
                                + "},{\"Node\":\"web1\",\"Segment\":\"\",\"Coord\":" + coord.formatted("0.003")
                                + "},{\"Node\":\"odd\",\"Segment\":\"\",\"Coord\":{\"Vec\":[1]}}]")
                .answer(
                        "/v1/coordinate/datacenters",
                        "[{\"Datacenter\":\"dc1\",\"AreaID\":\"wan\",\"Coordinates\":[{\"Node\":\"node1\",\"Segment\":\"\","
                                + "\"Coord\":" + coord.formatted("0") + "}]}]")
                .answer("/v1/agent/self", "{\"Config\":{\"NodeName\":\"node1\",\"Datacenter\":\"dc1\"}}");
    }

    /** The words and the figures are those of Consul 1.8.7. */
    @Test
    void theRoundTripIsEstimated() {
        places();
        assertThat(Call.to(agent, "rtt", "node1", "web1"))
                .isEqualTo(new Call(0, "Estimated node1 <-> web1 rtt: 2.020 ms (using LAN coordinates)\n", ""));
        assertThat(Call.to(agent, "rtt", "web1").out())
                .isEqualTo("Estimated web1 <-> node1 rtt: 2.020 ms (using LAN coordinates)\n");
        assertThat(Call.to(agent, "rtt", "-wan", "node1.dc1").out())
                .isEqualTo("Estimated node1.dc1 <-> node1.dc1 rtt: 0.020 ms (using WAN coordinates)\n");
        assertThat(Call.to(agent, "rtt", "-format=json", "web1").out())
                .isEqualTo("{\"From\": \"web1\", \"To\": \"node1\", \"Milliseconds\": 2.020}\n");
    }

    @Test
    void nodesThatAreNowhereAreNamed() {
        places();
        for (var name : new String[] {"nope", "odd"}) {
            var failed = Call.to(agent, "rtt", "node1", name);
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err()).contains("could not find a coordinate for node \"" + name + "\"");
        }
        assertThat(Call.to(agent, "rtt").code()).isEqualTo(2);
        assertThat(Call.to(agent, "rtt", "a", "b", "c").code()).isEqualTo(2);
    }
}
