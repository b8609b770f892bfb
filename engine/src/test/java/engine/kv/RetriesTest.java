package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command that comes again is not applied again. */
class RetriesTest {
    private final Machine machine = new Machine();

    private Command put(ClientId client, long sequence, long done, String key, String value) {
        return new Command(client, sequence, done, new Origin("x"), new Operation.Put(key, bytes(value), 0));
    }

    private static ClientId client(long born, String name) {
        return new ClientId(born, name);
    }

    @Test
    void aRepetitionGetsTheFirstAnswer() {
        var c = client(0, "c");
        var first = machine.apply(put(c, 1, 0, "a", "1"));
        machine.put("a", "2");
        assertThat(machine.apply(put(c, 1, 0, "a", "1"))).isEqualTo(first);
        assertThat(machine.value("a")).isEqualTo("2");
        assertThat(machine.state.retries().outcome(c, 1)).contains(first.getFirst());
    }

    @Test
    void aRepetitionInTheSameBatchToo() {
        var c = client(0, "c");
        var outcomes = machine.apply(put(c, 1, 0, "a", "1"), put(c, 2, 0, "a", "2"), put(c, 1, 0, "a", "1"));
        assertThat(outcomes.get(2)).isEqualTo(outcomes.get(0));
        assertThat(machine.value("a")).isEqualTo("2");
    }

    @Test
    void sequencesComeInAnyOrder() {
        var c = client(0, "c");
        machine.apply(put(c, 3, 0, "c", "1"));
        machine.apply(put(c, 1, 0, "a", "1"));
        machine.apply(put(c, 2, 0, "b", "1"));
        assertThat(machine.state.keys().size()).isEqualTo(3);
        assertThat(machine.apply(put(c, 1, 0, "a", "2"), put(c, 3, 0, "c", "2")))
                .containsExactly(new Outcome.Done(true, 2), new Outcome.Done(true, 1));
    }

    @Test
    void whatWasAnsweredIsForgottenAndNotAppliedAgain() {
        var c = client(0, "c");
        machine.apply(put(c, 1, 0, "a", "1"));
        machine.apply(put(c, 2, 1, "b", "1"));
        assertThat(machine.state.retries().outcome(c, 1)).isEmpty();
        assertThat(machine.apply(put(c, 1, 0, "a", "2"))).containsExactly(new Outcome.Forgotten());
        assertThat(machine.value("a")).isEqualTo("1");
    }

    @Test
    void aSilentClientIsForgottenAndItsCommandsAreNotAppliedAgain() {
        var silent = client(machine.state.batches(), "silent");
        machine.apply(put(silent, 1, 0, "a", "1"));
        machine.millis += Retries.SILENCE;
        machine.put("b", "1");
        assertThat(machine.state.retries().outcome(silent, 1)).isPresent();
        machine.millis += Retries.SWEEP;
        machine.put("b", "2");
        assertThat(machine.state.retries().outcome(silent, 1)).isEmpty();
        assertThat(machine.apply(put(silent, 1, 0, "a", "2"))).containsExactly(new Outcome.Forgotten());
        assertThat(machine.apply(put(silent, 2, 0, "a", "2"))).containsExactly(new Outcome.Forgotten());
        assertThat(machine.apply(put(client(0, "as old"), 1, 0, "a", "2"))).containsExactly(new Outcome.Forgotten());
        assertThat(machine.value("a")).isEqualTo("1");
        var fresh = client(machine.state.batches(), "fresh");
        assertThat(machine.apply(put(fresh, 1, 0, "a", "2")).getFirst()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theMostSilentGoWhereThereAreTooMany() {
        var commands = new ArrayList<Command>();
        for (var i = 0; i < Retries.MOST; i++) {
            commands.add(put(client(0, "c" + i), 1, 0, "a", "" + i));
        }
        machine.apply(new Batch(machine.millis, 0, commands));
        assertThat(machine.state.retries().clients().size()).isEqualTo(Retries.MOST);
        machine.millis += 1;
        machine.apply(put(client(1, "one more"), 1, 0, "a", "x"));
        assertThat(machine.state.retries().clients().size()).isLessThanOrEqualTo(Retries.MOST);
        assertThat(machine.state.retries().outcome(client(1, "one more"), 1)).isPresent();
        assertThat(machine.apply(put(client(0, "c0"), 1, 0, "a", "y"))).containsExactly(new Outcome.Forgotten());
        assertThat(machine.value("a")).isEqualTo("x");
    }

    @Test
    void aClientThatNeverSaysWhatItKnowsLosesTheOldest() {
        var c = client(0, "c");
        for (var i = 1; i <= Retries.OUTCOMES + 1; i++) {
            machine.apply(put(c, i, 0, "a", "" + i));
        }
        assertThat(machine.state.retries().outcome(c, 1)).isEmpty();
        assertThat(machine.state.retries().outcome(c, 2)).isPresent();
        assertThat(machine.apply(put(c, 1, 0, "a", "again"))).containsExactly(new Outcome.Forgotten());
    }

    @Test
    void largeResultsAreNotKept() {
        var c = client(0, "c");
        machine.put("big", "x".repeat(Answers.MOST_BYTES + 1));
        var get = new Command(c, 1, 0, new Origin("x"), new Operation.Transaction(List.of(new Step.Get("big"))));
        assertThat(machine.apply(get).getFirst()).isInstanceOf(Outcome.TransactionDone.class);
        assertThat(machine.apply(get)).containsExactly(new Outcome.Forgotten());
    }

    @Test
    void clientsHaveATextForm() {
        var id = new ClientId(17, "a.b");
        assertThat(ClientId.parse(id.text())).isEqualTo(id);
        for (var text : List.of("", ".", "1", "1.", ".a", "-1.a", "x.a", "99999999999999999999.a")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ClientId.parse(text));
        }
    }
}
