package engine.kv;

import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Of two transactions that were decided by the same entries of the catalog, the first in the log is done. */
class CatalogTimesTest {
    private final Machine machine = new Machine();

    private Operation.Transaction on(long basis, String key, String... nodes) {
        return new Operation.Transaction(
                List.of(new Step.Set(key, bytes("x"), 0), new Step.Catalog(bytes("effect of " + key))),
                new Basis(basis, List.of(nodes)));
    }

    private boolean isDone(Operation transaction) {
        return switch (machine.does(transaction)) {
            case Outcome.TransactionDone _ -> true;
            case Outcome.Done(var held, var _) -> held;
            case Outcome other -> throw new AssertionError(other);
        };
    }

    @Test
    void whatWasDecidedBeforeAnotherWroteThereIsNotDone() {
        assertThat(isDone(on(0, "a", "n1", "n2"))).isTrue();
        var before = machine.state;
        assertThat(isDone(on(0, "b", "n2", "n3"))).isFalse();
        assertThat(machine.has("b")).isFalse();
        assertThat(machine.effects).containsExactly(bytes("effect of a"));
        assertThat(machine.state.index()).isEqualTo(before.index());

        assertThat(isDone(on(1, "b", "n2", "n3"))).isTrue();
        assertThat(isDone(on(0, "c", "n4"))).isTrue();
    }

    @Test
    void inOneBatchTheFirstIsDone() {
        var client = new ClientId(0, "c");
        var outcomes = machine.apply(
                new Command(client, 1, 0, new Origin(""), on(0, "a", "n1")),
                new Command(client, 2, 0, new Origin(""), on(0, "b", "n1")));
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.TransactionDone.class);
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whoOnlyReadsThereOrFailsIsInNobodysWay() {
        var reads = new Operation.Transaction(
                List.of(new Step.Set("a", bytes("x"), 0), new Step.Catalog(ByteString.emptyByteString())),
                new Basis(0, List.of("n1")));
        assertThat(isDone(reads)).isTrue();
        var fails = new Operation.Transaction(
                List.of(new Step.Catalog(bytes("effect")), new Step.Wrong("no")), new Basis(0, List.of("n1")));
        assertThat(machine.does(fails)).isInstanceOf(Outcome.TransactionFailed.class);
        assertThat(isDone(on(0, "b", "n1"))).isTrue();
    }

    @Test
    void whatMayRestOnWhatIsForgottenIsDecidedAnew() throws IOException {
        var many = IntStream.rangeClosed(0, CatalogTimes.MOST)
                .mapToObj(i -> "n%05d".formatted(i))
                .toArray(String[]::new);
        assertThat(isDone(on(0, "a", many))).isTrue();
        assertThat(machine.state.catalog().nodes().size()).isZero();
        assertThat(isDone(on(0, "b", "other"))).isFalse();
        machine.state = StatePropertiesTest.restored(machine.state);
        assertThat(isDone(on(0, "b", "other"))).isFalse();
        assertThat(isDone(on(machine.state.batches(), "b", "other"))).isTrue();
        assertThat(StatePropertiesTest.restored(machine.state).catalog()).isEqualTo(machine.state.catalog());
    }
}
