package engine.snapshot;

import static engine.snapshot.Archives.kv;
import static engine.snapshot.Archives.noise;
import static org.assertj.core.api.Assertions.assertThat;

import engine.state.AnyState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class RestorationTest {

    /** A run as it is restored. */
    static Value.Run over(Value.Run run) {
        return run.ended()
                ? run
                : new Value.Run(
                        run.eventId(),
                        run.node(),
                        run.trigger(),
                        "interrupted",
                        true,
                        run.exitCode(),
                        run.output(),
                        "restored from a snapshot that was taken during the run",
                        run.queuedAt(),
                        run.startedAt(),
                        Optional.of(Archives.TAKEN),
                        run.attempt(),
                        run.dropped());
    }

    private static Op.Put node(String name) {
        return new Op.Put(new Key.Node(name), new Value.Node("", name, "10.0.0.1", null, null));
    }

    private static Op.Put service(String node, String id) {
        return new Op.Put(
                new Key.Service(node, id),
                new Value.Service(node, id, id, List.of(), "", Map.of(), null, 80, 1, 1, false));
    }

    private static Op.Put check(String node, String id) {
        return new Op.Put(
                new Key.Check(node, id), new Value.Check(node, id, id, "critical", "", "", "", "", List.of(), ""));
    }

    private static List<List<Op>> batches(List<Op.Put> archived, List<Op.Put> present) {
        return RestorationPropertiesTest.batches(Archives.state(archived), Archives.state(present));
    }

    @Test
    void aServiceComesWithItsChecksBeforeItAndGoesBeforeThem() {
        var entries = List.of(node("ext"), service("ext", "web"), check("ext", "up"));
        assertThat(batches(entries, List.of()).getFirst())
                .extracting(Op::key)
                .isEqualTo(List.of(new Key.Node("ext"), new Key.Check("ext", "up"), new Key.Service("ext", "web")));
        assertThat(batches(List.of(), entries).getFirst())
                .isEqualTo(List.of(
                        new Op.Delete(new Key.Service("ext", "web")),
                        new Op.Delete(new Key.Check("ext", "up")),
                        new Op.Delete(new Key.Node("ext"))));
    }

    private static Op.Put session(String id) {
        return new Op.Put(
                new Key.Session(id),
                new Value.Session(id, "n", "ext", List.of("serfHealth"), List.of(), 15_000, false, "30s"));
    }

    private static Op.Put locked(String key, String session) {
        return new Op.Put(new Key.Kv(key), new Value.Kv(ByteString.fromString("v"), 0, 1, session, 0));
    }

    @Test
    void sessionsComeBetweenTheirNodesAndTheKeysThatTheyHold() {
        var archived = List.of(locked("a", "s1"), session("s1"), node("ext"), locked("s1", ""));
        assertThat(batches(archived, List.of(session("s2"), locked("a", "s2"))))
                .containsExactly(List.of(
                        node("ext"),
                        session("s1"),
                        new Op.Delete(new Key.Session("s2")),
                        locked("a", "s1"),
                        locked("s1", "")));
        assertThat(batches(archived, archived)).isEmpty();
    }

    @Test
    void nothingOfAnAgentThatIsThereIsTouched() {
        var agent = new Op.Put(new Key.Member("Web1"), AnyState.member("Web1", Value.Standing.STOPPED));
        var present = List.of(agent, node("Web1"), service("Web1", "web"), check("Web1", "up"));
        assertThat(batches(List.of(), present)).isEmpty();
        assertThat(batches(List.of(node("web1"), service("web1", "old")), present))
                .isEmpty();
    }

    @Test
    void theNodeOfAnAgentThatIsNotThereYetIsLeftToIt() {
        var agent = new Op.Put(new Key.Member("web1"), AnyState.member("web1", Value.Standing.ALIVE));
        assertThat(batches(List.of(agent, node("web1"), service("web1", "web")), List.of()))
                .isEmpty();
        // It has come so far that its node is there, and is no member yet.
        assertThat(batches(List.of(agent, node("web1")), List.of(node("web1"), service("web1", "new"))))
                .isEmpty();
    }

    @Test
    void batchesAreBoundedInOperations() {
        var puts = new ArrayList<Op.Put>();
        for (var i = 0; i < 1201; i++) {
            puts.add(kv("k%05d".formatted(i), noise(10, i)));
        }
        assertThat(batches(puts, List.of())).extracting(List::size).containsExactly(500, 500, 201);
        assertThat(batches(List.of(), puts)).extracting(List::size).containsExactly(500, 500, 201);
    }

    @Test
    void batchesAreBoundedInBytesButForOneLargeValue() {
        var puts = List.of(
                kv("a", noise(200_000, 1)),
                kv("b", noise(200_000, 2)),
                kv("c", noise(200_000, 3)),
                kv("d", noise(900_000, 4)),
                kv("e", noise(1, 5)));
        assertThat(batches(puts, List.of())).extracting(List::size).containsExactly(2, 1, 1, 1);
    }

    @Test
    void whatBelongsToANodeIsInOneBatchWhereItFits() {
        var puts = new ArrayList<Op.Put>();
        for (var n = 0; n < 3; n++) {
            puts.add(node("n" + n));
            for (var i = 0; i < 249; i++) {
                puts.add(service("n" + n, "s" + i));
            }
        }
        puts.add(node("m"));
        assertThat(batches(puts, List.of())).extracting(List::size).containsExactly(251, 500);
    }

    @Test
    void anEventComesBackAsHistoryAfterItsReceiptsAndItsRunsAreOver() {
        var event = new Value.Event("e1", "deploy", ByteString.fromString("1"), "", "", "", 7, Instant.EPOCH, "n1");
        var receipt = new Value.Receipt("e1", "n1", 1, "");
        var run = new Value.Run(
                "e1",
                "n1",
                "t",
                "running",
                false,
                OptionalInt.empty(),
                "",
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        var archived = List.of(
                new Op.Put(new Key.Event("e1"), event),
                new Op.Put(new Key.Receipt("e1", "n1"), receipt),
                new Op.Put(new Key.Run("e1", "n1", "t"), run));
        assertThat(batches(archived, List.of()))
                .isEqualTo(List.of(List.of(
                        new Op.Put(new Key.Receipt("e1", "n1"), receipt),
                        new Op.Put(new Key.Run("e1", "n1", "t"), over(run)),
                        new Op.Put(new Key.Event("e1"), event.asRestored()))));
        assertThat(batches(List.of(), archived)).isEmpty();
        assertThat(batches(archived, archived)).isEmpty();
    }
}
