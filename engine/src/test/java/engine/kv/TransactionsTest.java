package engine.kv;

import static engine.kv.Machine.S1;
import static engine.kv.Machine.S2;
import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results and errors as Consul 1.8.7 gives them. */
class TransactionsTest {
    private static final ByteString NOTHING = ByteString.emptyByteString();

    private final Machine machine = new Machine();

    @BeforeEach
    void aLockedKey() {
        machine.session(S1, 5_000, 0);
        machine.session(S2, 0, 0);
        machine.acquire("k1", "a", S1);
    }

    @Test
    void everyFailureIsToldInConsulsWords() {
        var unquoted = "a\"\u0001é\u200b";
        var outcome = machine.transaction(
                new Step.CheckSession("k1", "zz"),
                new Step.CheckSession("nn", "zz"),
                new Step.CheckIndex("k1", 1),
                new Step.CheckIndex("nn", 1),
                new Step.DeleteCas("k1", 1),
                new Step.DeleteCas("nn", 1),
                new Step.Lock("k1", NOTHING, 0, ""),
                new Step.Lock("k1", NOTHING, 0, "zz"),
                new Step.Unlock("k1", NOTHING, 0, "zz"),
                new Step.Unlock("k1", NOTHING, 0, ""),
                new Step.CheckNotExists("k1"),
                new Step.Wrong("unknown KV verb \"jump\""),
                new Step.Get(unquoted),
                new Step.Cas("k1", NOTHING, 0, 0),
                new Step.Lock("k1", NOTHING, 0, S2),
                new Step.DeleteSession("x"));
        assertThat(outcome)
                .isEqualTo(
                        failed(
                                error(
                                        0,
                                        "failed session check for key \"k1\", current session \"" + S1
                                                + "\" != \"zz\""),
                                error(1, "failed to check session, key \"nn\" doesn't exist"),
                                error(2, "failed index check for key \"k1\", current modify index 3 != 1"),
                                error(3, "failed to check index, key \"nn\" doesn't exist"),
                                error(4, "failed to delete key \"k1\", index is stale"),
                                error(6, "missing session"),
                                error(7, "failed session lookup: index error: UUID must be 36 characters"),
                                error(8, "failed to unlock key \"k1\", lock isn't held, or is held by another session"),
                                error(9, "missing session"),
                                error(10, "key \"k1\" exists"),
                                error(11, "unknown KV verb \"jump\""),
                                error(12, "key \"a\\\"\\x01é\\u200b\" doesn't exist"),
                                error(13, "failed to set key \"k1\", index is stale"),
                                error(14, "failed to lock key \"k1\", lock is already held"),
                                error(
                                        15,
                                        "failed to delete session: failed session lookup: index error: UUID must be 36 characters")));
    }

    @Test
    void stepsWithoutAKeyAreToldAlone() {
        var outcome = machine.transaction(
                new Step.GetTree(""), new Step.Get("nn"), new Step.Set("", NOTHING, 0), new Step.DeleteTree(""));
        assertThat(outcome).isEqualTo(failed(error(0, "Must provide key"), error(2, "Must provide key")));
        assertThat(machine.has("k1")).isTrue();
    }

    @Test
    void aLockDelayIsToldAlone() {
        machine.destroy(S1);
        var outcome = machine.transaction(new Step.Lock("k1", NOTHING, 0, S2), new Step.Get("nope"));
        assertThat(outcome).isEqualTo(failed(error(0, "failed to lock key \"k1\" due to lock delay")));
    }

    @Test
    void stepsSeeWhatWasDoneBeforeThemAtOneIndex() {
        var outcome = machine.transaction(
                new Step.Lock("k3", bytes("a"), 0, S2),
                new Step.Set("k3", bytes("a"), 0),
                new Step.Unlock("k3", bytes("b"), 0, S2),
                new Step.GetTree("k"),
                new Step.Cas("k4", bytes("b"), 0, 0),
                new Step.CheckSession("k3", ""),
                new Step.CheckIndex("k4", 4),
                new Step.GetOrEmpty("none"),
                new Step.Delete("k4"),
                new Step.CheckNotExists("k4"));
        var at = machine.millis;
        assertThat(outcome)
                .isEqualTo(new Outcome.TransactionDone(
                        List.of(
                                result(0, "k3", "", 4, 4, 1, S2),
                                result(1, "k3", "", 4, 4, 0, S2),
                                result(2, "k3", "", 4, 4, 0, ""),
                                result(3, "k1", "a", 3, 3, 1, S1),
                                result(3, "k3", "b", 4, 4, 0, ""),
                                result(4, "k4", "", 4, 4, 0, ""),
                                result(5, "k3", "", 4, 4, 0, ""),
                                result(6, "k4", "", 4, 4, 0, ""),
                                new StepResult(7, "none", new Entry(NOTHING, 0, 0, 0, 0, "", 0, 0, ""))),
                        4));
        assertThat(machine.state.index()).isEqualTo(4);
        assertThat(machine.state.millis()).isEqualTo(at);
    }

    private StepResult result(
            int step, String key, String value, long created, long modified, long lockIndex, String session) {
        return new StepResult(
                step,
                key,
                new Entry(bytes(value), 0, created, modified, lockIndex, session, 0, machine.millis, "10.0.0.1"));
    }

    @Test
    void oneFailureUndoesAll() {
        var before = machine.state;
        var changes = machine.changes.size();
        var outcome = machine.transaction(
                new Step.Set("x", bytes("1"), 0),
                new Step.DeleteTree("k"),
                new Step.DeleteSession(S1),
                new Step.Catalog(bytes("effect")),
                new Step.Get("nope"));
        assertThat(outcome).isEqualTo(failed(error(4, "key \"nope\" doesn't exist")));
        var after = machine.state;
        assertThat(after.keys()).isEqualTo(before.keys());
        assertThat(after.sessions()).isEqualTo(before.sessions());
        assertThat(after.locks()).isEqualTo(before.locks());
        assertThat(after.deadlines()).isEqualTo(before.deadlines());
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(after.index()).isEqualTo(before.index());
        assertThat(machine.changes).hasSize(changes);
        assertThat(machine.sessionChanges).hasSize(2);
        assertThat(machine.effects).isEmpty();
    }

    @Test
    void effectsOnTheCatalogAreHandedOutWhenAllHolds() {
        var outcome =
                machine.transaction(new Step.Catalog(bytes("one")), new Step.Get("k1"), new Step.Catalog(bytes("two")));
        assertThat(outcome).isInstanceOf(Outcome.TransactionDone.class);
        assertThat(machine.effects).containsExactly(bytes("one"), bytes("two"));
    }

    @Test
    void aSessionEndsWithinATransaction() {
        machine.transaction(new Step.DeleteSession(S1), new Step.CheckSession("k1", ""));
        assertThat(machine.state.sessions().get(S1)).isNull();
        assertThat(machine.entry("k1").session()).isEmpty();
    }

    @Test
    void aDryRunWritesNothing() {
        var before = machine.state;
        var outcome = before.dryRun(List.of(new Step.Get("k1"), new Step.Set("x", bytes("1"), 0), new Step.Get("x")));
        assertThat(outcome).isInstanceOf(Outcome.TransactionDone.class);
        assertThat(before.keys().get("x")).isNull();
        assertThat(before.dryRun(List.of(new Step.Get("x")))).isEqualTo(failed(error(0, "key \"x\" doesn't exist")));
    }

    private static StepError error(int step, String what) {
        return new StepError(step, what);
    }

    private static Outcome failed(StepError... errors) {
        return new Outcome.TransactionFailed(List.of(errors));
    }
}
