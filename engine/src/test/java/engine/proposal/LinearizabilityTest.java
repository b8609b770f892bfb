package engine.proposal;

import static engine.proposal.Call.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import engine.proposal.Call.Absent;
import engine.proposal.Call.Acquire;
import engine.proposal.Call.Answer;
import engine.proposal.Call.Cas;
import engine.proposal.Call.CheckIndex;
import engine.proposal.Call.CheckNotExists;
import engine.proposal.Call.CheckSession;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Delete;
import engine.proposal.Call.DeleteCas;
import engine.proposal.Call.DeletePrefix;
import engine.proposal.Call.EndSession;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Call.Release;
import engine.proposal.Call.Request;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that a linearizable store can have, and such that it cannot. */
class LinearizabilityTest {
    private static final Answer YES = new Held(true);
    private static final Answer NO = new Held(false);

    private static Call call(String client, long from, long to, Request request, Answer answer) {
        return new Call(client, from, to, request, answer);
    }

    private static Found found(String value, long index) {
        return new Found(value, index, "", 0);
    }

    private static void possible(Call... calls) {
        assertThat(Linearizability.check(List.of(calls))).isInstanceOf(Linearizability.Linearizable.class);
    }

    private static void impossible(Call... calls) {
        assertThat(Linearizability.check(List.of(calls))).isInstanceOf(Linearizability.Violated.class);
    }

    @Test
    void nothingAtAllIsPossible() {
        possible();
    }

    @Test
    void aReadSeesTheLastWrite() {
        var first = call("a", 1, 2, new Put("k", "1"), YES);
        var second = call("a", 3, 4, new Put("k", "2"), YES);
        possible(first, second, call("b", 5, 6, new Get("k"), found("2", 7)));
        impossible(first, second, call("b", 5, 6, new Get("k"), found("1", 7)));
        impossible(first, second, call("b", 5, 6, new Get("k"), new Absent()));
    }

    @Test
    void aReadDuringAWriteSeesEither() {
        var write = call("a", 1, 10, new Put("k", "1"), YES);
        possible(write, call("b", 2, 3, new Get("k"), new Absent()), call("b", 4, 5, new Get("k"), found("1", 1)));
        possible(write, call("b", 2, 3, new Get("k"), found("1", 1)), call("b", 4, 5, new Get("k"), found("1", 1)));
        impossible(write, call("b", 2, 3, new Get("k"), found("1", 1)), call("b", 4, 5, new Get("k"), new Absent()));
    }

    @Test
    void twoReadersDoNotSeeTwoOrders() {
        impossible(
                call("a", 1, 20, new Put("k", "1"), YES),
                call("b", 1, 20, new Put("k", "2"), YES),
                call("c", 2, 3, new Get("k"), found("1", 1)),
                call("c", 4, 5, new Get("k"), found("2", 2)),
                call("d", 6, 7, new Get("k"), found("1", 3)));
    }

    @Test
    void aWriteThatWasAcknowledgedIsNotLost() {
        impossible(
                call("a", 1, 2, new Put("k", "1"), YES),
                call("b", 3, 4, new Put("k", "2"), YES),
                call("c", 5, 6, new Get("k"), found("1", 1)));
    }

    @Test
    void whatNobodyKnowsOfMayHappenLateOrNeverButNotBefore() {
        var write = unknown("a", 5, new Put("k", "1"));
        possible(write, call("b", 6, 7, new Get("k"), new Absent()), call("b", 90, 91, new Get("k"), found("1", 3)));
        possible(write, call("b", 90, 91, new Get("k"), new Absent()));
        impossible(write, call("b", 1, 2, new Get("k"), found("1", 3)));
        impossible(
                write,
                call("b", 6, 7, new Get("k"), found("1", 3)),
                call("b", 8, 9, new Put("k", "2"), YES),
                call("b", 10, 11, new Get("k"), found("1", 5)));
    }

    @Test
    void aWriteIsNotDoneTwice() {
        impossible(
                call("a", 1, 10, new Put("k", "1"), YES),
                call("b", 2, 3, new Get("k"), found("1", 1)),
                call("b", 4, 5, new Put("k", "2"), YES),
                call("b", 6, 7, new Get("k"), found("1", 3)));
    }

    @Test
    void indexesOfAKeyOnlyGrow() {
        impossible(
                call("a", 1, 2, new Put("k", "1"), YES),
                call("a", 3, 4, new Get("k"), found("1", 8)),
                call("a", 5, 6, new Put("k", "2"), YES),
                call("a", 7, 8, new Get("k"), found("2", 8)));
        impossible(
                call("a", 1, 2, new Put("k", "1"), YES),
                call("a", 3, 4, new Get("k"), found("1", 8)),
                call("a", 5, 6, new Get("k"), found("1", 9)));
    }

    @Test
    void aConditionHoldsForOneOfTwo() {
        var made = call("a", 1, 2, new Cas("k", "1", 0), YES);
        var read = call("a", 3, 4, new Get("k"), found("1", 5));
        var one = call("a", 5, 9, new Cas("k", "2", 5), YES);
        possible(made, read, one, call("b", 6, 8, new Cas("k", "3", 5), NO));
        impossible(made, read, one, call("b", 6, 8, new Cas("k", "3", 5), YES));
        impossible(made, read, call("a", 5, 9, new Cas("k", "2", 5), NO));
        impossible(made, call("b", 3, 4, new Cas("k", "2", 0), YES));
        possible(made, read, unknown("b", 5, new Cas("k", "2", 5)), call("a", 7, 8, new Get("k"), found("2", 6)));
        impossible(made, read, unknown("b", 5, new Cas("k", "2", 4)), call("a", 7, 8, new Get("k"), found("2", 6)));
    }

    @Test
    void deletionsCount() {
        var made = call("a", 1, 2, new Put("k", "1"), YES);
        var read = call("a", 3, 4, new Get("k"), found("1", 5));
        possible(made, call("a", 3, 4, new Delete("k"), YES), call("a", 5, 6, new Get("k"), new Absent()));
        impossible(made, call("a", 3, 4, new Delete("k"), YES), call("a", 5, 6, new Get("k"), found("1", 1)));
        possible(made, read, call("a", 5, 6, new DeleteCas("k", 5), YES), call("a", 7, 8, new Get("k"), new Absent()));
        impossible(made, read, call("a", 5, 6, new DeleteCas("k", 4), YES));
        impossible(made, call("b", 3, 4, new DeletePrefix(""), YES), call("a", 5, 6, new Get("k"), found("1", 1)));
    }

    @Test
    void aLockHasOneHolder() {
        var first = call("a", 1, 2, new Acquire("k", "1", "s"), YES);
        possible(first, call("b", 3, 4, new Acquire("k", "2", "t"), NO));
        impossible(first, call("b", 3, 4, new Acquire("k", "2", "t"), YES));
        impossible(first, call("a", 3, 4, new Acquire("k", "2", "s"), NO));
        var freed = call("a", 5, 6, new Release("k", "3", "s"), YES);
        possible(
                first,
                freed,
                call("b", 7, 8, new Acquire("k", "2", "t"), YES),
                call("b", 9, 10, new Get("k"), new Found("2", 4, "t", 2)));
        impossible(first, freed, call("b", 9, 10, new Get("k"), new Found("3", 4, "s", 1)));
        impossible(first, call("b", 5, 6, new Release("k", "3", "t"), YES));
        impossible(first, call("a", 5, 6, new Release("k", "3", "s"), NO));
    }

    @Test
    void theEndOfASessionFreesItsLocks() {
        var first = call("a", 1, 2, new Acquire("k", "1", "s"), YES);
        var late = call("b", 9, 10, new Acquire("k", "2", "t"), YES);
        possible(first, call("a", 3, 4, new EndSession("s", false), YES), late);
        possible(first, unknown("leader", 1, new EndSession("s", false)), late);
        possible(
                first,
                call("a", 3, 4, new EndSession("s", false), YES),
                call("b", 9, 10, new Acquire("k", "2", "t"), NO));
        impossible(first, late, call("a", 20, 21, new EndSession("s", false), YES));
        impossible(
                first,
                call("a", 3, 4, new EndSession("s", false), YES),
                call("a", 5, 6, new Acquire("k", "1", "s"), YES));
        possible(first, call("a", 3, 4, new EndSession("s", true), YES), call("b", 5, 6, new Get("k"), new Absent()));
        impossible(
                first,
                call("a", 3, 4, new EndSession("s", true), YES),
                call("b", 5, 6, new Get("k"), new Found("1", 3, "", 1)));
    }

    @Test
    void aTransactionIsDoneWholeOrNotAtAll() {
        var both = new Transaction(List.of(new Put("k", "1"), new Put("l", "1")));
        possible(
                call("a", 1, 2, both, new Committed(List.of())),
                call("b", 3, 4, new Get("k"), found("1", 1)),
                call("b", 5, 6, new Get("l"), found("1", 1)));
        impossible(
                unknown("a", 1, both),
                call("b", 3, 4, new Get("k"), found("1", 1)),
                call("b", 5, 6, new Get("l"), new Absent()));
        impossible(call("a", 1, 2, both, new RolledBack()));
    }

    @Test
    void readsOfATransactionAreOfOneMoment() {
        var read = new Transaction(List.of(new Get("k"), new Get("l")));
        var k = call("a", 1, 2, new Put("k", "1"), YES);
        var l = call("a", 1, 2, new Put("l", "1"), YES);
        var later = call(
                "a", 3, 20, new Transaction(List.of(new Put("k", "2"), new Put("l", "2"))), new Committed(List.of()));
        possible(k, l, later, call("b", 5, 6, read, new Committed(List.of(found("2", 3), found("2", 3)))));
        possible(k, l, later, call("b", 5, 6, read, new Committed(List.of(found("1", 1), found("1", 2)))));
        impossible(k, l, later, call("b", 5, 6, read, new Committed(List.of(found("1", 1), found("2", 3)))));
        possible(call("b", 5, 6, read, new RolledBack()));
    }

    @Test
    void aTransactionFailsByItsConditions() {
        var k = call("a", 1, 2, new Put("k", "1"), YES);
        var read = call("a", 3, 4, new Get("k"), found("1", 9));
        possible(k, read, call("a", 5, 6, steps(new CheckIndex("k", 9)), new Committed(List.of())));
        impossible(k, read, call("a", 5, 6, steps(new CheckIndex("k", 8)), new Committed(List.of())));
        impossible(k, read, call("a", 5, 6, steps(new CheckIndex("k", 9)), new RolledBack()));
        possible(k, read, call("a", 5, 6, steps(new CheckNotExists("k")), new RolledBack()));
        impossible(k, read, call("a", 5, 6, steps(new CheckSession("k", "s")), new Committed(List.of())));
    }

    private static Request steps(Request condition) {
        return new Transaction(List.of(condition, new Put("l", "1")));
    }
}
