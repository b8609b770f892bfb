package engine.kv;

import static engine.kv.Machine.S1;
import static engine.kv.Machine.S2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Machine machine = new Machine();

    @Test
    void whatEndsNextIsKnownWithoutLookingThroughAll() {
        assertThat(machine.state.deadlines().next()).isEmpty();
        machine.putFor("late", "1", 900);
        machine.putFor("soon", "1", 100);
        machine.put("never", "1");
        machine.session(S1, 0, 500);
        machine.session(S2, 0, 0);
        var deadlines = machine.state.deadlines();
        assertThat(deadlines.size()).isEqualTo(3);
        assertThat(deadlines.next()).hasValue(1_000_100);
        assertThat(deadlines.due(1_000_099, 10)).isEmpty();
        assertThat(deadlines.due(1_000_100, 10)).containsExactly(new Operation.ExpireKeys(List.of("soon")));
        assertThat(deadlines.due(1_000_900, 10))
                .containsExactly(
                        new Operation.ExpireSessions(List.of(S1)), new Operation.ExpireKeys(List.of("soon", "late")));
        assertThat(deadlines.due(1_000_900, 1)).containsExactly(new Operation.ExpireKeys(List.of("soon")));
    }

    @Test
    void whatIsProposedEndsThem() {
        machine.putFor("a", "1", 100);
        machine.session(S1, 0, 100);
        machine.millis += 100;
        for (var operation : machine.state.deadlines().due(machine.millis, 10)) {
            assertThat(machine.held(operation)).isTrue();
        }
        assertThat(machine.state.deadlines().size()).isZero();
        assertThat(machine.has("a")).isFalse();
        assertThat(machine.state.sessions().isEmpty()).isTrue();
    }

    @Test
    void aRenewalMovesIt() {
        machine.session(S1, 0, 100);
        machine.millis += 60;
        machine.does(new Operation.RenewSession(S1));
        assertThat(machine.state.deadlines().next()).hasValue(1_000_160);
        assertThat(machine.state.deadlines().size()).isEqualTo(1);
    }
}
