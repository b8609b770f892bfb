package engine.kv;

import static engine.kv.Machine.S1;
import static engine.kv.Machine.S2;
import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions and locks: the rules of Consul 1.8.7. */
class LocksTest {
    private final Machine machine = new Machine();

    @BeforeEach
    void twoSessions() {
        machine.session(S1, 1_000, 30_000);
        machine.session(S2, 0, 0, Session.Behavior.DELETE);
    }

    @Test
    void aSessionIsMadeAtAnIndexAndAgainChangesNothing() {
        var session = machine.state.sessions().get(S1);
        assertThat(session)
                .isEqualTo(Machine.asked(S1, 1_000, 30_000, Session.Behavior.RELEASE)
                        .made(1, 1_000_000));
        assertThat(machine.session(S1, 5, 5)).isEqualTo(new Outcome.SessionMade(S1, 2));
        assertThat(machine.state.sessions().get(S1)).isSameAs(session);
        assertThat(machine.sessionChanges).hasSize(2);
    }

    @Test
    void oneHoldsALockAtATime() {
        assertThat(machine.acquire("lock", "node1", S1)).isTrue();
        assertThat(machine.acquire("lock", "node2", S2)).isFalse();
        assertThat(machine.entry("lock").session()).isEqualTo(S1);
        assertThat(machine.value("lock")).isEqualTo("node1");
        assertThat(machine.state.lockedBy(S1)).containsExactly("lock");
    }

    @Test
    void theHolderAcquiresAgainWithoutCounting() {
        machine.acquire("lock", "node1", S1);
        machine.acquire("lock", "node1b", S1);
        assertThat(machine.entry("lock").lockIndex()).isEqualTo(1);
        assertThat(machine.entry("lock").modifyIndex()).isEqualTo(4);
        machine.acquire("lock", "node1b", S1);
        assertThat(machine.entry("lock").modifyIndex()).isEqualTo(4);
    }

    @Test
    void onlyTheHolderReleases() {
        machine.acquire("lock", "node1", S1);
        assertThat(machine.release("lock", "x", S2)).isFalse();
        assertThat(machine.release("nothing", "x", S1)).isFalse();
        assertThat(machine.release("lock", "free", S1)).isTrue();
        assertThat(machine.release("lock", "free", S1)).isFalse();
        assertThat(machine.value("lock")).isEqualTo("free");
        assertThat(machine.entry("lock").session()).isEmpty();
        assertThat(machine.state.lockedBy(S1)).isEmpty();
    }

    @Test
    void eachNewHolderCounts() {
        machine.acquire("lock", "1", S1);
        machine.release("lock", "", S1);
        machine.acquire("lock", "2", S2);
        assertThat(machine.entry("lock").lockIndex()).isEqualTo(2);
    }

    @Test
    void aPutKeepsTheLockAndForgetsItsCount() {
        machine.acquire("lock", "1", S1);
        machine.put("lock", "intruder");
        assertThat(machine.entry("lock").session()).isEqualTo(S1);
        assertThat(machine.entry("lock").lockIndex()).isZero();
        assertThat(machine.acquire("lock", "2", S2)).isFalse();
    }

    @Test
    void aDeletedKeyIsNotLocked() {
        machine.acquire("lock", "1", S1);
        machine.delete("lock");
        assertThat(machine.state.lockedBy(S1)).isEmpty();
        assertThat(machine.acquire("lock", "2", S2)).isTrue();
    }

    @Test
    void aSessionThatEndsFreesItsKeysAndHoldsThemBackForAWhile() {
        machine.acquire("lock", "1", S1);
        machine.destroy(S1);
        var freed = machine.entry("lock");
        assertThat(freed.session()).isEmpty();
        assertThat(freed.lockIndex()).isEqualTo(1);
        assertThat(freed.modifyIndex()).isEqualTo(4);
        assertThat(machine.value("lock")).isEqualTo("1");
        assertThat(machine.acquire("lock", "2", S2)).isFalse();
        assertThat(machine.state.lockDelayedUntil("lock")).isEqualTo(machine.millis + 1_000);
        machine.millis += 999;
        assertThat(machine.acquire("lock", "2", S2)).isFalse();
        machine.millis += 1;
        assertThat(machine.acquire("lock", "2", S2)).isTrue();
        assertThat(machine.entry("lock").lockIndex()).isEqualTo(2);
        assertThat(machine.sessionChanges.getLast().ended()).isTrue();
        assertThat(machine.sessionChanges.getLast().reason()).isEqualTo("destroyed");
    }

    @Test
    void aLockDelayIsAtMostAMinute() {
        var id = "33333333-aaaa-0000-0000-000000000001";
        machine.session(id, 3_600_000, 0);
        machine.acquire("lock", "1", id);
        machine.destroy(id);
        machine.millis += 60_000;
        assertThat(machine.acquire("lock", "2", S2)).isTrue();
    }

    @Test
    void delaysThatHavePassedAreForgotten() {
        machine.acquire("lock", "1", S1);
        machine.destroy(S1);
        assertThat(machine.state.locks().delays().size()).isEqualTo(1);
        machine.millis += Retries.SWEEP;
        machine.put("x", "y");
        assertThat(machine.state.locks().delays().isEmpty()).isTrue();
    }

    @Test
    void aSessionThatDeletesTakesItsKeysWithIt() {
        machine.acquire("lock/a", "1", S2);
        machine.acquire("lock/b", "1", S2);
        machine.put("other", "1");
        machine.destroy(S2);
        assertThat(machine.state.keys().size()).isEqualTo(1);
        assertThat(machine.acquire("lock/a", "2", S1)).isTrue();
        assertThat(machine.destroy(S2)).isEqualTo(new Outcome.Done(true, machine.state.index()));
    }

    @Test
    void aTimeToLiveEndsASessionUnlessItWasRenewed() {
        machine.acquire("lock", "1", S1);
        machine.millis += 20_000;
        var renewed = machine.does(new Operation.RenewSession(S1));
        assertThat(renewed).isInstanceOf(Outcome.SessionRenewed.class);
        assertThat(machine.state.index()).isEqualTo(3);
        machine.millis += 29_999;
        assertThat(machine.held(new Operation.ExpireSessions(List.of(S1, S2)))).isFalse();
        machine.millis += 1;
        assertThat(machine.held(new Operation.ExpireSessions(List.of(S1, S2)))).isTrue();
        assertThat(machine.state.sessions().get(S1)).isNull();
        assertThat(machine.state.sessions().get(S2)).isNotNull();
        assertThat(machine.entry("lock").session()).isEmpty();
        assertThat(machine.does(new Operation.RenewSession(S1))).isEqualTo(new Outcome.NoSuchSession(S1));
    }

    @Test
    void aNewLeaderLetsAllTimesToLiveStartAnew() {
        machine.millis += 30_000;
        machine.held(new Operation.RenewAllSessions());
        assertThat(machine.held(new Operation.ExpireSessions(List.of(S1)))).isFalse();
        assertThat(machine.state.deadlines().next()).hasValue(machine.millis + 30_000);
    }

    @Test
    void idsCompareWithoutRegardToCase() {
        assertThat(machine.acquire("lock", "1", S1.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(machine.entry("lock").session()).isEqualTo(S1);
        assertThat(machine.release("lock", "1", S1.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void anIdThatIsNoneIsRefusedInConsulsWords() {
        assertThat(acquired("")).isEqualTo("missing session");
        assertThat(acquired("abc")).isEqualTo("failed session lookup: index error: UUID must be 36 characters");
        assertThat(acquired("5ace8feb-5696-be56-2fd1-fa6f054dcac5"))
                .isEqualTo("invalid session \"5ace8feb-5696-be56-2fd1-fa6f054dcac5\"");
        assertThat(acquired("123456781234123412341234567890abcdef"))
                .isEqualTo("invalid session \"123456781234123412341234567890abcdef\"");
        assertThat(acquired("12345678-1234-1234-1234-1234567890ag"))
                .isEqualTo("failed session lookup: index error: Invalid UUID: encoding/hex: invalid byte: U+0067 'g'");
        assertThat(acquired("12345678-1234-1234-1234-1234567890é"))
                .isEqualTo("failed session lookup: index error: Invalid UUID: encoding/hex: invalid byte: U+00C3 'Ã'");
        assertThat(acquired("1-2-3-4-5-6789012341234123412345678a"))
                .isEqualTo("failed session lookup: index error: UUID should have maximum of 4 \"-\"; got 5");
        assertThat(acquired("123456781-234-1234-12341234567890abc"))
                .isEqualTo("failed session lookup: index error: Input (without hyphens) must be even length");
        assertThat(machine.refused(new Operation.RenewSession("abc")))
                .isEqualTo("failed session lookup: index error: UUID must be 36 characters");
        assertThat(machine.refused(new Operation.DestroySession("abc", "")))
                .isEqualTo("failed session lookup: index error: UUID must be 36 characters");
        assertThat(machine.refused(new Operation.Release("lock", bytes(""), 0, "")))
                .isEqualTo("missing session");
    }

    private String acquired(String session) {
        return machine.refused(new Operation.Acquire("lock", bytes("1"), 0, session));
    }
}
