package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining and leaving, and what an operator does to the servers. */
final class ClusterCommandsTest {
    private static final String ALIVE = """
            {"ID":"id-1","Node":"s1","Address":"10.0.0.1:8300","Status":"alive","Leader":true,"Voter":true,
             "Version":"0.2.0","LastSeen":"2026-11-21T00:00:00Z"}""";
    private static final String GONE = """
            {"ID":"id-3","Node":"s3","Address":"10.0.0.3:8300","Status":"unreachable","Leader":false,"Voter":true,
             "Version":"0.2.0","LastSeen":"2026-11-20T23:00:00Z"}""";
    private static final String FAILED = """
            {"ID":"id-2","Node":"s2","Address":"10.0.0.2:8300","Status":"failed","Leader":false,"Voter":true,
             "Version":"0.2.0","LastSeen":"2026-11-20T22:00:00Z"}""";
    private static final String LEFT = """
            {"ID":"id-4","Node":"s4","Address":"10.0.0.4:8300","Status":"left","Leader":false,"Voter":false,
             "Version":"0.2.0","LastSeen":"2026-11-20T21:00:00Z"}""";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void peers(String... peers) {
        agent.answer("/v1/operator/peers", "[" + String.join(",", peers) + "]");
    }

    @Test
    void joinAsksForEachAddressAndCountsThoseThatWereJoined() {
        agent.answer("/v1/agent/join/10.0.0.1", "")
                .answer("/v1/agent/join/[::1]:8301", "")
                .answer("/v1/agent/join/b", 500, "b is of datacenter dc2, this agent of dc1.", Map.of());

        assertThat(Call.to(agent, "join", "10.0.0.1", "b", "[::1]:8301"))
                .isEqualTo(new Call(
                        0,
                        "Successfully joined cluster by contacting 2 nodes.\n",
                        "engine: cannot join 'b': b is of datacenter dc2, this agent of dc1 (HTTP 500).\n"));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/join/%5B%3A%3A1%5D%3A8301");
        assertThat(Call.to(agent, "join", "b")).isEqualTo(new Call(1, "", """
                engine: cannot join 'b': b is of datacenter dc2, this agent of dc1 (HTTP 500).
                engine: no agent was joined.
                """));
        assertThat(Call.to(agent, "join").code()).isEqualTo(2);
    }

    @Test
    void forceLeaveNamesTheNode() {
        agent.answer("/v1/agent/force-leave/n 2", "");

        assertThat(Call.to(agent, "force-leave", "n 2")).isEqualTo(new Call(0, "Node n 2 has left.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/force-leave/n%202");
        assertThat(Call.to(agent, "force-leave", "-prune", "n 2").out()).isEqualTo("Node n 2 is forgotten.\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/force-leave/n%202?prune");
        assertThat(Call.to(agent, "force-leave").code()).isEqualTo(2);
        assertThat(Call.to(agent, "force-leave", "").code()).isEqualTo(2);
    }

    @Test
    void peersAreATable() {
        peers(GONE, ALIVE);

        assertThat(Call.to(agent, "operator", "peers")).isEqualTo(new Call(0, """
                Node  ID    Address        Status       Leader  Voter  Build  Last seen
                s1    id-1  10.0.0.1:8300  alive        true    true   0.2.0  2026-11-21T00:00:00Z
                s3    id-3  10.0.0.3:8300  unreachable  false   true   0.2.0  2026-11-20T23:00:00Z
                """, ""));
        assertThat(Fields.list(Json.parse(
                        Call.to(agent, "operator", "peers", "--format=json").out())))
                .extracting(peer -> peer.text("Node"))
                .containsExactly("s1", "s3");
    }

    @Test
    void theRaftFormIsConsuls() {
        agent.answer("/v1/operator/raft/configuration", """
                {"Servers":[{"ID":"id-1","Node":"s1","Address":"10.0.0.1:8300","Leader":true,"Voter":true,
                             "ProtocolVersion":"3"},
                            {"ID":"id-2","Node":"s2","Address":"10.0.0.2:8300","Leader":false,"Voter":true,
                             "ProtocolVersion":"3"}],"Index":0}""");

        assertThat(Call.to(agent, "operator", "raft", "list-peers", "-stale")).isEqualTo(new Call(0, """
                Node  ID    Address        State     Voter  RaftProtocol
                s1    id-1  10.0.0.1:8300  leader    true   3
                s2    id-2  10.0.0.2:8300  follower  true   3
                """, ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/operator/raft/configuration?stale");
    }

    @Test
    void aPeerIsRemovedByAnyOfItsNames() {
        peers(ALIVE, GONE);
        agent.answer("/v1/operator/raft/peer", "");

        for (var name : new String[] {"s3", "10.0.0.3:8300", "id-3"}) {
            assertThat(Call.to(agent, "operator", "remove-peer", name))
                    .isEqualTo(new Call(0, "Removed server s3 (10.0.0.3:8300).\n", ""));
            assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
            assertThat(agent.lastAsked().target()).isEqualTo("/v1/operator/raft/peer?id=id-3");
        }
        assertThat(Call.to(agent, "operator", "remove-peer", "s9"))
                .isEqualTo(new Call(1, "", "engine: there is no server 's9'; there are: s1, s3.\n"));
        assertThat(Call.to(agent, "operator", "remove-peer").code()).isEqualTo(2);
    }

    @Test
    void aNameThatTwoServersHaveRemovesNone() {
        peers(ALIVE, GONE.replace("\"s3\"", "\"s1\""));

        assertThat(Call.to(agent, "operator", "remove-peer", "s1").err()).contains("more than one server");
        assertThat(agent.asked()).extracting(FakeAgent.Asked::method).containsExactly("GET");
    }

    @Test
    void theRaftFormRemovesByAddressOrId() {
        agent.answer("/v1/operator/raft/peer", "");

        assertThat(Call.to(agent, "operator", "raft", "remove-peer", "-address=10.0.0.3:8300"))
                .isEqualTo(new Call(0, "Removed peer with address \"10.0.0.3:8300\"\n", ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/operator/raft/peer?address=10.0.0.3%3A8300");
        assertThat(Call.to(agent, "operator", "raft", "remove-peer", "-id=x").out())
                .isEqualTo("Removed peer with id \"x\"\n");
        assertThat(Call.to(agent, "operator", "raft", "remove-peer").code()).isEqualTo(2);
        assertThat(Call.to(agent, "operator", "raft", "remove-peer", "-id=x", "-address=y")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void recoveryIsShownFirstAndChangesNothing() {
        peers(GONE, ALIVE, FAILED, LEFT);

        assertThat(Call.to(agent, "operator", "recover")).isEqualTo(new Call(1, """
                Would be forgotten:
                Node  ID    Address        Status       Leader  Voter  Build  Last seen
                s2    id-2  10.0.0.2:8300  failed       false   true   0.2.0  2026-11-20T22:00:00Z
                s3    id-3  10.0.0.3:8300  unreachable  false   true   0.2.0  2026-11-20T23:00:00Z

                Would go on as the cluster, with the state that they have: s1.
                What only the others hold is lost. Do this on one survivor only, and only when they will not come back.
                """, """
                engine: nothing was changed; to forget s2, s3, stop what is left of them, then run this again with --yes.
                """));
        assertThat(Fields.list(Json.parse(
                        Call.to(agent, "operator", "recover", "--format=json").out())))
                .extracting(peer -> peer.text("Node"))
                .containsExactly("s2", "s3");
        assertThat(agent.asked()).extracting(FakeAgent.Asked::method).containsOnly("GET");
    }

    @Test
    void recoveryIsDoneWhenItIsConfirmed() {
        peers(GONE, ALIVE, FAILED);
        agent.answer("/v1/operator/recover", "{\"Removed\":[\"s2\",\"s3\"],\"Servers\":1}");

        assertThat(Call.to(agent, "operator", "recover", "--yes"))
                .isEqualTo(new Call(0, "Forgotten: s2, s3. The cluster has 1 server.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(Json.parse(Call.to(agent, "operator", "recover", "--yes", "--format=json")
                        .out()))
                .isEqualTo(Json.parse("{\"Removed\":[\"s2\",\"s3\"],\"Servers\":1}"));
    }

    @Test
    void aMajorityNeedsNoRecovery() {
        peers(GONE, ALIVE, ALIVE.replace("s1", "s5"));
        assertThat(Call.to(agent, "operator", "recover").out())
                .contains("They are a majority: nothing needs to be recovered.");
    }

    @Test
    void whereNoServerIsMissingThereIsNothingToRecoverFrom() {
        peers(ALIVE, LEFT);
        assertThat(Call.to(agent, "operator", "recover", "--yes"))
                .isEqualTo(new Call(
                        1,
                        "",
                        "engine: no server is missing at " + agent.address()
                                + ": there is nothing to recover from.\n"));
        assertThat(agent.asked()).extracting(FakeAgent.Asked::method).containsExactly("GET");
    }

    @Test
    void keygenPrintsAnotherSecretEachTime() {
        var first = Call.alone("keygen");
        assertThat(first.code()).isZero();
        assertThat(Base64.getDecoder().decode(first.out().strip())).hasSize(32);
        assertThat(Call.alone("keygen").out()).isNotEqualTo(first.out());
    }
}
