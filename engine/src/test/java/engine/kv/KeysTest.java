package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Keys without locks: the rules of Consul 1.8.7, and times to live. */
class KeysTest {
    private final Machine machine = new Machine();

    @Test
    void aKeyIsRestoredWithItsLockWhereTheSessionIsThere() {
        machine.session(Machine.S1, 0, 0);
        machine.put("a", "1");
        machine.put("b", "1");
        var at = machine.entry("a").createIndex();
        assertThat(machine.held(new Operation.Restore(List.of(
                        new Operation.Restored("a", bytes("2"), 7, 5, Machine.S1, 9_000_000),
                        new Operation.Restored("b", bytes("2"), 0, 3, Machine.S2, 0),
                        new Operation.Restored("c", bytes("3"), 0, 0, "", 0)))))
                .isTrue();
        var a = machine.entry("a");
        assertThat(a.value()).isEqualTo(bytes("2"));
        assertThat(List.of(a.flags(), a.lockIndex(), a.expiresAt(), a.createIndex()))
                .isEqualTo(List.of(7L, 5L, 9_000_000L, at));
        assertThat(a.session()).isEqualTo(Machine.S1);
        assertThat(machine.state.lockedBy(Machine.S1)).containsExactly("a");
        assertThat(machine.entry("b").session()).isEmpty();
        assertThat(machine.entry("c").modifyIndex()).isEqualTo(a.modifyIndex());

        var index = machine.state.index();
        machine.held(
                new Operation.Restore(List.of(new Operation.Restored("a", bytes("2"), 7, 5, Machine.S1, 9_000_000))));
        assertThat(machine.state.index()).isEqualTo(index);
        machine.destroy(Machine.S1);
        assertThat(machine.entry("a").session()).isEmpty();
    }

    @Test
    void aPutMakesAKeyAndAnotherChangesIt() {
        machine.put("a", "1");
        var made = machine.entry("a");
        machine.millis += 5;
        machine.put("a", "2");
        var changed = machine.entry("a");
        assertThat(made).isEqualTo(new Entry(bytes("1"), 0, 1, 1, 0, "", 0, 1_000_000, "10.0.0.1"));
        assertThat(changed).isEqualTo(new Entry(bytes("2"), 0, 1, 2, 0, "", 0, 1_000_005, "10.0.0.1"));
    }

    @Test
    void theSameValueAgainWritesNothing() {
        machine.put("a", "1");
        var made = machine.entry("a");
        assertThat(machine.put("a", "1")).isTrue();
        assertThat(machine.entry("a")).isSameAs(made);
        assertThat(machine.state.index()).isEqualTo(1);
        assertThat(machine.changes).hasSize(1);
    }

    @Test
    void otherFlagsAreAChange() {
        machine.put("a", "1");
        machine.held(new Operation.Put("a", bytes("1"), -1));
        assertThat(machine.entry("a").flags()).isEqualTo(-1);
        assertThat(machine.entry("a").modifyIndex()).isEqualTo(2);
    }

    @Test
    void theIndexFollowsTheHint() {
        machine.apply(new Batch(
                0,
                70,
                List.of(
                        command(1, new Operation.Put("a", bytes("1"), 0)),
                        command(2, new Operation.Put("b", bytes("1"), 0)))));
        assertThat(machine.entry("a").modifyIndex()).isEqualTo(70);
        assertThat(machine.entry("b").modifyIndex()).isEqualTo(71);
    }

    @Test
    void aHintMovesNoIndexWhenNothingIsWritten() {
        machine.apply(new Batch(0, 70, List.of(command(1, new Operation.Delete("a", OptionalLong.empty())))));
        assertThat(machine.state.index()).isZero();
    }

    private static Command command(long sequence, Operation operation) {
        return new Command(new ClientId(0, "c"), sequence, 0, new Origin("x"), operation);
    }

    @Test
    void aConditionOfZeroIsThatTheKeyIsNotThere() {
        assertThat(machine.putIf("a", "1", 0)).isTrue();
        assertThat(machine.putIf("a", "2", 0)).isFalse();
        assertThat(machine.value("a")).isEqualTo("1");
    }

    @Test
    void aConditionIsTheModifyIndex() {
        machine.put("a", "1");
        assertThat(machine.putIf("a", "2", 9)).isFalse();
        assertThat(machine.putIf("missing", "2", 9)).isFalse();
        assertThat(machine.putIf("a", "2", 1)).isTrue();
        assertThat(machine.putIf("a", "3", 1)).isFalse();
        assertThat(machine.value("a")).isEqualTo("2");
    }

    @Test
    void whatIsNotThereCountsAsDeleted() {
        assertThat(machine.delete("a")).isTrue();
        assertThat(machine.deleteIf("a", 5)).isTrue();
        assertThat(machine.state.index()).isZero();
    }

    @Test
    void aDeletionWithAConditionNeedsThatModifyIndex() {
        machine.put("a", "1");
        assertThat(machine.deleteIf("a", 0)).isFalse();
        assertThat(machine.deleteIf("a", 2)).isFalse();
        assertThat(machine.deleteIf("a", 1)).isTrue();
        assertThat(machine.has("a")).isFalse();
        assertThat(machine.state.index()).isEqualTo(2);
    }

    @Test
    void aPrefixIsDeletedAtOneIndex() {
        machine.put("a/1", "x");
        machine.put("a/2", "x");
        machine.put("b", "x");
        machine.held(new Operation.DeletePrefix("a/"));
        assertThat(machine.state.keys().size()).isEqualTo(1);
        assertThat(machine.changes.subList(3, 5)).allMatch(change -> change.index() == 4 && change.after() == null);
        machine.held(new Operation.DeletePrefix(""));
        assertThat(machine.state.keys().isEmpty()).isTrue();
    }

    @Test
    void aKeyHasAName() {
        assertThat(machine.refused(new Operation.Put("", bytes("x"), 0))).isEqualTo("Must provide key");
        assertThat(machine.refused(new Operation.Delete("", OptionalLong.empty())))
                .isEqualTo("Must provide key");
        assertThat(machine.refused(new Operation.Acquire("", bytes("x"), 0, "")))
                .isEqualTo("Must provide key");
        assertThat(machine.refused(new Operation.Release("", bytes("x"), 0, "")))
                .isEqualTo("Must provide key");
        assertThatIllegalArgumentException().isThrownBy(() -> new Operation.Put("\uD800", bytes("x"), 0));
    }

    @Test
    void aTimeToLiveEndsAKeyWhenTheLeaderSaysSoAndNotBefore() {
        machine.putFor("a", "1", 500);
        assertThat(machine.entry("a").expiresAt()).isEqualTo(1_000_500);
        machine.millis += 499;
        assertThat(machine.held(new Operation.ExpireKeys(List.of("a", "b")))).isFalse();
        machine.millis += 1;
        assertThat(machine.held(new Operation.ExpireKeys(List.of("a", "b")))).isTrue();
        assertThat(machine.has("a")).isFalse();
        assertThat(machine.changes.getLast().kind()).isEqualTo(KvChange.Kind.EXPIRED);
    }

    @Test
    void thePutOfTheSameValueLetsTheTimeToLiveStartAnewAndWakesNobody() {
        machine.putFor("a", "1", 500);
        machine.millis += 400;
        machine.putFor("a", "1", 500);
        assertThat(machine.entry("a").expiresAt()).isEqualTo(1_000_900);
        assertThat(machine.entry("a").modifyIndex()).isEqualTo(1);
        assertThat(machine.changes).hasSize(1);
        machine.put("a", "1");
        assertThat(machine.entry("a").expiresAt()).isZero();
        assertThat(machine.state.deadlines().size()).isZero();
    }

    @Test
    void timeNeverGoesBack() {
        machine.put("a", "1");
        machine.millis -= 500;
        machine.put("b", "1");
        assertThat(machine.entry("b").writtenAt()).isEqualTo(1_000_000);
        assertThat(machine.state.millis()).isEqualTo(1_000_000);
    }

    @Test
    void anImportIsOneIndexOrNothing() {
        var good = new Operation.Put("a", bytes("1"), 0);
        var bad = new Operation.Put("b", bytes("1"), 0, OptionalLong.of(4), OptionalLong.empty());
        assertThat(machine.held(new Operation.Import(List.of(good, bad)))).isFalse();
        assertThat(machine.state.keys().isEmpty()).isTrue();
        assertThat(machine.state.index()).isZero();
        assertThat(machine.changes).isEmpty();
        assertThat(machine.held(new Operation.Import(List.of(good, new Operation.Put("b", bytes("1"), 0)))))
                .isTrue();
        assertThat(machine.entry("a").modifyIndex())
                .isEqualTo(machine.entry("b").modifyIndex())
                .isEqualTo(1);
    }

    @Test
    void theLogIsNamedOnce() {
        assertThat(machine.held(new Operation.NameLog("one"))).isTrue();
        assertThat(machine.held(new Operation.NameLog("two"))).isFalse();
        assertThat(machine.state.logId()).isEqualTo("one");
    }

    @Test
    void noTextShowsAValue() {
        machine.put("key", "secret");
        assertThat(new Operation.Put("key", bytes("secret"), 0).toString()).doesNotContain("secret");
        assertThat(machine.changes.toString() + machine.state).doesNotContain("secret");
    }
}
