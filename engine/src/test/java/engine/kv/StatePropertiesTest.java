package engine.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every state, whatever the batches. */
class StatePropertiesTest {

    @Provide
    Arbitrary<List<Batch>> any() {
        return Scripts.any();
    }

    @Provide
    Arbitrary<List<Batch>> once() {
        return Scripts.once();
    }

    static byte[] snapshot(State state) {
        var out = new ByteArrayOutputStream();
        try {
            SnapshotWriter.write(state, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static State restored(State state) {
        try {
            return SnapshotReader.read(new ByteArrayInputStream(snapshot(state)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static State run(List<Batch> batches) {
        var state = State.empty();
        for (var batch : batches) {
            state = state.apply(batch).after();
        }
        return state;
    }

    @Property(tries = 500)
    void theSameBatchesMakeTheSameStateAlsoFromASnapshotAndThroughTheirBinaryForm(
            @ForAll("any") List<Batch> batches, @ForAll Random random) {
        var one = State.empty();
        var other = State.empty();
        for (var batch : batches) {
            if (random.nextInt(3) == 0) {
                other = restored(other);
                assertThat(other).isEqualTo(one);
            }
            var applied = one.apply(batch);
            var likewise = other.apply(BatchCodec.decode(BatchCodec.encode(batch)));
            assertThat(likewise).isEqualTo(applied);
            one = applied.after();
            other = likewise.after();
        }
        assertThat(snapshot(other)).isEqualTo(snapshot(one));
    }

    @Property(tries = 300)
    void theIndexOnlyGrowsAndEachWritingCommandHasItsOwn(@ForAll("any") List<Batch> batches) {
        var state = State.empty();
        for (var each : singly(batches)) {
            var applied = state.apply(each);
            var after = applied.after();
            var at = after.index();
            if (applied.changes().isEmpty()
                    && applied.sessions().isEmpty()
                    && applied.documents().isEmpty()
                    && applied.queries().isEmpty()) {
                assertThat(at).isEqualTo(state.index());
            } else {
                assertThat(at).isGreaterThan(state.index()).isGreaterThanOrEqualTo(each.indexHint());
                assertThat(applied.changes()).allMatch(change -> change.index() == at);
                assertThat(applied.sessions()).allMatch(change -> change.index() == at);
                assertThat(applied.documents()).allMatch(change -> change.index() == at);
                assertThat(applied.queries()).allMatch(change -> change.index() == at);
            }
            assertThat(after.millis()).isGreaterThanOrEqualTo(state.millis());
            assertThat(after.batches()).isEqualTo(state.batches() + 1);
            state = after;
        }
    }

    /** Every command in a batch of its own. */
    private static List<Batch> singly(List<Batch> batches) {
        var all = new ArrayList<Batch>();
        for (var batch : batches) {
            for (var command : batch.commands()) {
                all.add(new Batch(batch.millis(), batch.indexHint(), List.of(command)));
            }
        }
        return all;
    }

    /** Restoring sets the locks as they were; a transaction may release a lock, or delete its key, and acquire it in one go. */
    private static boolean handsOver(Operation operation) {
        return operation instanceof Operation.Restore || operation instanceof Operation.Transaction;
    }

    @Property(tries = 300)
    void aLockHasOneHolderThatLivesAndNobodyTakesItFromIt(@ForAll("any") List<Batch> batches) {
        var state = State.empty();
        for (var each : singly(batches)) {
            var handsOver = handsOver(each.commands().getFirst().operation());
            var before = state;
            var applied = state.apply(each);
            state = applied.after();
            for (var change : applied.changes()) {
                var from = change.before() == null ? "" : change.before().session();
                var to = change.after() == null ? "" : change.after().session();
                assertThat(handsOver || from.isEmpty() || to.isEmpty() || from.equals(to))
                        .isTrue();
                if (from.isEmpty() && !to.isEmpty()) {
                    assertThat(before.locks().delayed(change.key(), state.millis()))
                            .isFalse();
                }
            }
            var sessions = state.sessions();
            state.keys().stream()
                    .map(entry -> entry.getValue().session())
                    .filter(session -> !session.isEmpty())
                    .forEach(session -> assertThat(sessions.get(session)).isNotNull());
        }
    }

    @Property(tries = 300)
    void aTransactionThatFailsAndAWriteThatDoesNotHoldChangeNothing(@ForAll("any") List<Batch> batches) {
        var state = State.empty();
        for (var each : singly(batches)) {
            var applied = state.apply(each);
            var after = applied.after();
            var nothing = switch (applied.outcomes().getFirst()) {
                case Outcome.TransactionFailed _, Outcome.Refused _, Outcome.NoSuchSession _, Outcome.Forgotten _ ->
                    true;
                case Outcome.Done(var held, var _) ->
                    !held && !(each.commands().getFirst().operation() instanceof Operation.TakeOver);
                case Outcome.SessionMade _, Outcome.SessionRenewed _, Outcome.TransactionDone _ -> false;
            };
            if (nothing) {
                assertThat(after.keys()).isEqualTo(state.keys());
                assertThat(after.sessions()).isEqualTo(state.sessions());
                assertThat(after.locks().held()).isEqualTo(state.locks().held());
                assertThat(after.deadlines()).isEqualTo(state.deadlines());
                assertThat(after.conflicts()).isEqualTo(state.conflicts());
                assertThat(after.history()).isEqualTo(state.history());
                assertThat(applied.effects()).isEmpty();
            }
            state = after;
        }
    }

    @Property(tries = 300)
    void aTransactionIsWhatItsDryRunSaysAndShowsInTheState(@ForAll("once") List<Batch> batches) {
        var state = State.empty();
        for (var each : singly(batches)) {
            var applied = state.apply(each);
            if (each.commands().getFirst().operation() instanceof Operation.Transaction(var steps, var _)
                    && applied.outcomes().getFirst() instanceof Outcome.TransactionDone(var results, var _)) {
                assertThat(state.apply(new Batch(each.millis(), 0, List.of()))
                                .after()
                                .dryRun(steps))
                        .isInstanceOf(Outcome.TransactionDone.class);
                var last = new HashMap<String, Step>();
                steps.forEach(step -> touched(step, last));
                last.forEach((key, step) ->
                        assertThat(applied.after().keys().get(key) != null).isEqualTo(step instanceof Step.Set));
                assertThat(results).allMatch(result -> result.step() < steps.size());
            }
            state = applied.after();
        }
    }

    /** The last set or deletion of a key, where nothing else could touch it after. */
    private static void touched(Step step, Map<String, Step> last) {
        switch (step) {
            case Step.Set(var key, var _, var _) -> last.put(key, step);
            case Step.Delete(var key) -> last.put(key, step);
            case Step.DeleteTree _, Step.DeleteSession _ -> last.clear();
            case Step.Cas(var key, var _, var _, var _) -> last.remove(key);
            case Step.Lock(var key, var _, var _, var _) -> last.remove(key);
            case Step.Unlock(var key, var _, var _, var _) -> last.remove(key);
            case Step.DeleteCas(var key, var _) -> last.remove(key);
            case Step.Get _,
                    Step.GetOrEmpty _,
                    Step.GetTree _,
                    Step.CheckIndex _,
                    Step.CheckSession _,
                    Step.CheckNotExists _,
                    Step.Catalog _,
                    Step.Wrong _ -> {}
        }
    }

    @Property(tries = 300)
    void repetitionsChangeNothing(@ForAll("once") List<Batch> batches, @ForAll Random random) {
        var sent = new ArrayList<Command>();
        var repeated = new ArrayList<Batch>();
        for (var batch : batches) {
            var commands = new ArrayList<>(batch.commands());
            sent.addAll(commands);
            for (var i = random.nextInt(4); i > 0 && !sent.isEmpty(); i--) {
                commands.add(sent.get(random.nextInt(sent.size())));
            }
            repeated.add(new Batch(batch.millis(), batch.indexHint(), commands));
        }
        assertThat(but(run(repeated))).isEqualTo(but(run(batches)));
    }

    /** But for the table of retries, which knows when a client was heard of last. */
    private static State but(State state) {
        return new State(
                state.logId(),
                state.batches(),
                state.millis(),
                state.index(),
                state.keys(),
                state.sessions(),
                state.locks(),
                state.deadlines(),
                Retries.NONE,
                state.history(),
                state.conflicts(),
                state.catalog(),
                state.documents(),
                state.preparedQueries());
    }

    @Property(tries = 300)
    void noCommandIsEverAppliedTwiceWhoeverIsForgotten(@ForAll("any") List<Batch> batches) {
        var state = State.empty();
        var applied = new HashSet<String>();
        var number = 0;
        for (var batch : batches) {
            var commands = new ArrayList<Command>();
            for (var command : batch.commands()) {
                // Each time another value, so that an application always shows.
                var put = new Operation.Put(
                        command.client().text() + "/" + command.sequence(), Machine.bytes("" + number++), 0);
                commands.add(new Command(command.client(), command.sequence(), command.done(), command.origin(), put));
            }
            var result = state.apply(new Batch(batch.millis(), 0, commands));
            result.changes()
                    .forEach(change -> assertThat(applied.add(change.key())).isTrue());
            state = result.after();
        }
    }

    @Property(tries = 300)
    void thePictureAtAnIndexAndTheChangesAfterItGiveThePictureNow(
            @ForAll("any") List<Batch> batches, @ForAll Random random) {
        var then = run(batches.subList(0, random.nextInt(batches.size() + 1)));
        var now = run(batches);
        var keys = contents(then);
        for (var change : now.history().after(then.index(), "", Integer.MAX_VALUE)) {
            var before = change.before();
            assertThat(keys.get(change.key())).isEqualTo(before == null ? null : before.expiring(0));
            var after = change.after();
            if (after == null) {
                keys.remove(change.key());
            } else {
                keys.put(change.key(), after.expiring(0));
            }
        }
        assertThat(keys).isEqualTo(contents(now));
    }

    private static Map<String, Entry> contents(State state) {
        var contents = new TreeMap<String, Entry>();
        state.keys().stream()
                .forEach(entry -> contents.put(entry.getKey(), entry.getValue().expiring(0)));
        return contents;
    }
}
