package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.cluster.ClusterView;
import engine.cluster.LivenessWatch;
import engine.events.Observation.Outcome;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RolloutSightTest {
    private static final Instant T = Instant.ofEpochSecond(1_000);

    private final Pictures pictures = new Pictures();

    @BeforeEach
    void node() {
        pictures.put(
                new Key.Member("Web1"),
                new Value.Member(
                        "Web1", "id", false, "10.0.0.1", 1, 2, "0", "dc1", Standing.ALIVE, "s1", Instant.EPOCH));
        pictures.put(new Key.Node("Web1"), Records.node("Web1", "10.0.0.1"));
        check(LivenessWatch.CHECK, "passing", T.plusSeconds(90));
    }

    private void check(String id, String status, Instant since) {
        pictures.put(
                new Key.Check("Web1", id), Records.nodeCheck("Web1", id, status).since(since));
    }

    private RolloutSight sight() {
        return new RolloutSight(
                pictures.published().current(),
                new Members(pictures.published(), () -> ClusterView.none("10.0.0.1:8300", 1), Optional::empty));
    }

    @Test
    void aNodeIsAliveAsItsCheckSays() {
        assertThat(sight().alive("web1")).isTrue();
        assertThat(sight().alive("web2")).isFalse();
        check(LivenessWatch.CHECK, "critical", T);
        assertThat(sight().alive("Web1")).isFalse();
    }

    @Test
    void aNodePassesSinceTheLastOfItsChecksDoes() {
        assertThat(sight().passingSince("Web1")).contains(Instant.EPOCH);
        check("a", "passing", T);
        check("b", "passing", T.plusSeconds(5));
        assertThat(sight().passingSince("Web1")).contains(T.plusSeconds(5));
        check("a", "warning", T.plusSeconds(6));
        assertThat(sight().passingSince("Web1")).isEmpty();
        assertThat(sight().passingSince("nobody")).isEmpty();
    }

    @Test
    void checksThatAreOnlyShownHoldNoRolloutUp() {
        pictures.put(
                new Key.Check("Web1", "a"),
                Records.nodeCheck("Web1", "a", "critical").routing(false));
        assertThat(sight().passingSince("Web1")).contains(Instant.EPOCH);
    }

    private void receipt(int triggers, String reason) {
        pictures.put(new Key.Receipt("e", "Web1"), new Value.Receipt("e", "Web1", triggers, reason));
    }

    private void run(String node, String trigger, String status, boolean ended, String reason) {
        pictures.put(
                new Key.Run("e", node, trigger),
                new Value.Run(
                        "e",
                        node,
                        trigger,
                        status,
                        ended,
                        OptionalInt.empty(),
                        "",
                        reason,
                        T,
                        Optional.empty(),
                        Optional.empty()));
    }

    private Outcome outcome() {
        return sight().outcome("Web1", "e");
    }

    @Test
    void theOutcomeIsThatOfAllRunsOfTheNode() {
        assertThat(outcome()).isEqualTo(new Outcome.Pending());
        pictures.put(
                new Key.Event("e"),
                new Value.Event("e", "deploy", ByteString.emptyByteString(), "", "", "", 1, T, "s1"));
        assertThat(outcome()).isEqualTo(new Outcome.Pending());
        receipt(2, "");
        run("other", "t", "failed", true, "exit code 1");
        run("Web1", "t", "succeeded", true, "");
        assertThat(outcome()).as("one of two is known").isEqualTo(new Outcome.Pending());
        run("Web1", "u", "running", false, "");
        assertThat(outcome()).isEqualTo(new Outcome.Pending());
        run("Web1", "u", "succeeded", true, "");
        assertThat(outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void aRunThatDidNotSucceedIsAFailureAlsoWhenItWasSkipped() {
        pictures.put(
                new Key.Event("e"),
                new Value.Event("e", "deploy", ByteString.emptyByteString(), "", "", "", 1, T, "s1"));
        receipt(1, "");
        for (var status : List.of("failed", "timed-out", "skipped", "interrupted")) {
            run("Web1", "t", status, true, "why");
            assertThat(outcome()).isEqualTo(new Outcome.Failed("t " + status + ": why"));
        }
    }

    @Test
    void aNodeThatRunsNothingSaysWhy() {
        pictures.put(
                new Key.Event("e"),
                new Value.Event("e", "deploy", ByteString.emptyByteString(), "", "", "", 1, T, "s1"));
        receipt(0, "no trigger for event 'deploy'");

        assertThat(outcome()).isEqualTo(new Outcome.Unmatched("no trigger for event 'deploy'"));
    }
}
