package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was written without the majority meets what the majority wrote. */
class TakeOversTest {
    private final Machine machine = new Machine();

    private boolean takeOver(String key, @Nullable String value, long basedOn, String stamp) {
        return machine.held(
                new Operation.TakeOver(key, value == null ? null : bytes(value), 0, basedOn, stamp, "10.9.9.9"));
    }

    @Test
    void itIsTakenWhereTheKeyIsAsItWas() {
        machine.put("a", "1");
        assertThat(takeOver("a", "2", 1, "s1")).isTrue();
        assertThat(takeOver("new", "1", 0, "s1")).isTrue();
        assertThat(machine.value("a")).isEqualTo("2");
        assertThat(machine.entry("a").writtenBy()).isEqualTo("10.9.9.9");
        assertThat(machine.value("new")).isEqualTo("1");
        assertThat(machine.changes.getLast().kind()).isEqualTo(KvChange.Kind.TAKEN_OVER);
        assertThat(takeOver("a", null, machine.entry("a").modifyIndex(), "s2")).isTrue();
        assertThat(machine.has("a")).isFalse();
    }

    @Test
    void itIsAConflictWhereTheKeyHasChanged() {
        machine.put("a", "1");
        machine.put("a", "majority");
        assertThat(takeOver("a", "minority", 1, "s1")).isFalse();
        assertThat(machine.value("a")).isEqualTo("majority");
        assertThat(machine.state.conflicts().all())
                .containsExactly(new Conflict("a", "s1", bytes("minority"), 0, 1, 2, "10.9.9.9", machine.millis));
        assertThat(takeOver("a", "minority", 1, "s1")).isFalse();
        assertThat(machine.state.conflicts().all()).hasSize(1);
        machine.held(new Operation.ForgetConflict("a", "s1"));
        assertThat(machine.state.conflicts().all()).isEmpty();
        assertThat(machine.state.conflicts().bytes()).isZero();
    }

    @Test
    void aForgottenConflictDoesNotComeBack() {
        machine.put("a", "1");
        takeOver("a", "x", 0, "s1");
        machine.held(new Operation.ForgetConflict("a", "s1"));
        takeOver("a", "x", 0, "s1");
        assertThat(machine.state.conflicts().all()).isEmpty();
        assertThat(machine.value("a")).isEqualTo("1");
    }

    @Test
    void theSameWriteFromTwoServersIsTakenOnce() {
        assertThat(takeOver("a", "1", 0, "s1")).isTrue();
        machine.put("a", "later");
        assertThat(takeOver("a", "1", 0, "s1")).isTrue();
        assertThat(machine.value("a")).isEqualTo("later");
        assertThat(machine.state.conflicts().all()).isEmpty();
    }

    @Test
    void ofSeveralSuchWritesTheLastWins() {
        assertThat(takeOver("a", "1", 0, "s1")).isTrue();
        assertThat(takeOver("a", "3", 0, "s3")).isTrue();
        assertThat(takeOver("a", "2", 0, "s2")).isTrue();
        assertThat(machine.value("a")).isEqualTo("3");
        assertThat(machine.state.conflicts().all()).isEmpty();
        assertThat(takeOver("a", null, 0, "s4")).isTrue();
        assertThat(takeOver("a", "5", 0, "s5")).isTrue();
        assertThat(machine.value("a")).isEqualTo("5");
    }

    @Test
    void itIsAConflictAfterTheMajorityWroteOverWhatWasTaken() {
        takeOver("a", "1", 0, "s1");
        machine.put("a", "majority");
        assertThat(takeOver("a", "2", 0, "s2")).isFalse();
        assertThat(machine.value("a")).isEqualTo("majority");
    }

    @Test
    void whatIsTheSameAnywayIsNoConflict() {
        machine.put("a", "0");
        machine.put("a", "1");
        assertThat(takeOver("a", "1", 1, "s1")).isTrue();
        assertThat(takeOver("gone", null, 7, "s1")).isTrue();
        assertThat(machine.entry("a").modifyIndex()).isEqualTo(2);
        assertThat(machine.state.conflicts().all()).isEmpty();
    }

    @Test
    void conflictsAreBounded() {
        for (var i = 0; i <= Conflicts.MOST; i++) {
            machine.put("k" + i, "x");
            machine.millis++;
            takeOver("k" + i, "y", 0, "s");
        }
        assertThat(machine.state.conflicts().all()).hasSize(Conflicts.MOST);
        assertThat(machine.state.conflicts().has("k0", "s")).isFalse();
        assertThat(machine.state.conflicts().bytes()).isEqualTo(Conflicts.MOST);
    }

    @Test
    void settledStampsAreBounded() {
        var settled = Conflicts.NONE;
        for (var i = 0; i <= Conflicts.MOST_SETTLED; i++) {
            settled = settled.settling("k" + i, new Conflicts.Settled("s", 0, 1, true, i));
        }
        assertThat(settled.settled().size()).isLessThanOrEqualTo(Conflicts.MOST_SETTLED);
        assertThat(settled.settled().get("k0")).isNull();
        assertThat(settled.settled().get("k" + Conflicts.MOST_SETTLED)).isNotNull();
    }
}
