package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.PersistentSortedMap;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Value.Member S1 = member("s1", true, Standing.ALIVE, "s1", 1);
    private static final Value.Member S2 = member("S2", true, Standing.ALIVE, "S2", 2);
    private static final Value.Member C = member("c", false, Standing.ALIVE, "S2", 0);

    private static Value.Member member(String name, boolean server, Standing standing, String via, int port) {
        return new Value.Member(
                name, "id-" + name, server, "10.0.0.1", 8301, port, "1", "dc1", standing, via, Instant.EPOCH);
    }

    private static ClusterView view(boolean reachesS2) {
        return new ClusterView(
                "10.0.0.1:1",
                7,
                List.of(
                        new ClusterView.Member(
                                "10.0.0.1:1", 7, "id-s1", "s1", ClusterMember.Status.UP, OptionalLong.empty(), true),
                        new ClusterView.Member(
                                "10.0.0.1:2",
                                8,
                                "id-S2",
                                "S2",
                                ClusterMember.Status.UP,
                                OptionalLong.of(1),
                                reachesS2)),
                Optional.empty());
    }

    private static Liveness liveness(boolean reachesS2, Map<String, Instant> lost, Value.Member... all) {
        var members = PersistentSortedMap.<Value.Member>empty();
        for (var member : all) {
            members = members.put(member.name().toLowerCase(Locale.ROOT), member);
        }
        return new Liveness(members, view(reachesS2), lost, _ -> false);
    }

    @Test
    void aServerIsAliveWhileItStandsSoAndIsReached() {
        assertThat(liveness(true, Map.of(), S1, S2).alive(S2, NOW)).isTrue();
        assertThat(liveness(false, Map.of("s2", NOW), S1, S2).alive(S2, NOW)).isFalse();
        var stopped = S2.with(Standing.STOPPED, "S2", NOW);
        assertThat(liveness(true, Map.of(), S1, stopped).alive(stopped, NOW)).isFalse();
    }

    @Test
    void thisServerIsAliveAlsoBeforeItIsAMemberOfAnything() {
        var alone = new Liveness(
                PersistentSortedMap.<Value.Member>empty().put("s1", S1),
                ClusterView.none("10.0.0.1:1", 7),
                Map.of(),
                _ -> false);
        assertThat(alone.alive(S1, NOW)).isTrue();
    }

    @Test
    void aClientAgentIsAsItsServerSays() {
        assertThat(liveness(true, Map.of(), S1, S2, C).alive(C, NOW)).isTrue();
        for (var standing : List.of(Standing.FAILED, Standing.STOPPED, Standing.LEFT)) {
            var gone = C.with(standing, "S2", NOW);
            assertThat(liveness(true, Map.of(), S1, S2, gone).alive(gone, NOW)).isFalse();
        }
    }

    @Test
    void theClientAgentsOfALostServerHaveAGraceToAttachElsewhere() {
        var lost = Map.of("s2", NOW);
        var liveness = liveness(false, lost, S1, S2, C);
        assertThat(liveness.alive(C, NOW)).isTrue();
        assertThat(liveness.alive(C, NOW.plus(Liveness.GRACE).minusMillis(1))).isTrue();
        assertThat(liveness.waits(NOW)).isTrue();
        assertThat(liveness.alive(C, NOW.plus(Liveness.GRACE))).isFalse();
        assertThat(liveness.waits(NOW.plus(Liveness.GRACE))).isFalse();

        var moved = C.with(Standing.ALIVE, "s1", NOW);
        assertThat(liveness(false, lost, S1, S2, moved).alive(moved, NOW.plusSeconds(60)))
                .isTrue();
    }

    @Test
    void onlyTheServerThatAnAgentIsAtIsBelievedAtOnceThatItHasFailed() {
        assertThat(Liveness.isDoubtful(C, C.with(Standing.FAILED, "S2", NOW))).isFalse();
        assertThat(Liveness.isDoubtful(C, C.with(Standing.FAILED, "s1", NOW))).isTrue();
        assertThat(Liveness.isDoubtful(C, C.with(Standing.LEFT, "s1", NOW))).isFalse();
        assertThat(Liveness.isDoubtful(C, C.with(Standing.ALIVE, "s1", NOW))).isFalse();
        assertThat(Liveness.isDoubtful(null, C.with(Standing.FAILED, "s1", NOW)))
                .isFalse();
    }

    @Test
    void aClientAgentOfAServerThatNobodyKnowsIsNotAlive() {
        assertThat(liveness(true, Map.of(), S1, C).alive(C, NOW)).isFalse();
    }

    @Test
    void whileNobodyHasLookedServersThatStandSoCountAsReachable() {
        var members = PersistentSortedMap.<Value.Member>empty()
                .put("s1", S1)
                .put("s2", S2)
                .put("c", C);
        var none = ClusterView.none("10.0.0.1:1", 7);
        var assumed = new Liveness(members, none, Map.of(), _ -> true);
        assertThat(assumed.alive(S2, NOW)).isTrue();
        assertThat(assumed.alive(C, NOW)).isTrue();
        assertThat(assumed.alive(S2.with(Standing.STOPPED, "S2", NOW), NOW)).isFalse();
        assertThat(new Liveness(members, none, Map.of(), _ -> false).alive(S2, NOW))
                .isFalse();
    }
}
