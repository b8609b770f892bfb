package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Key A = new Key.Kv("a");
    private static final Key B = new Key.Kv("b");
    private final LocalIndex index = new LocalIndex(10);
    private final HybridClock clock = new HybridClock(InstantSource.system(), "me");
    private Bucket bucket = Bucket.EMPTY;

    @Test
    void aPutSetsBothIndexes() {
        assertThat(did(new Op.Put(A, value("x")))).isTrue();
        assertThat(entry(A).value()).isEqualTo(value("x"));
        assertThat(entry(A).createIndex()).isEqualTo(11);
        assertThat(entry(A).modifyIndex()).isEqualTo(11);
        assertThat(entry(A).stamp().writer()).isEqualTo("me");
    }

    @Test
    void anEqualPutMovesNoIndexAndIsNoChange() {
        did(new Op.Put(A, value("x")));
        var before = bucket;
        var batch = run(new Op.Put(A, value("x")));
        assertThat(bucket).isSameAs(before);
        assertThat(batch.changes()).isEmpty();
        assertThat(batch.refused()).isFalse();
        assertThat(index.last()).isEqualTo(11);
    }

    @Test
    void otherFlagsAreAChange() {
        did(new Op.Put(A, value("x")));
        did(new Op.Put(A, new Value.Kv(ByteString.fromString("x"), 1)));
        assertThat(entry(A).modifyIndex()).isEqualTo(12);
    }

    @Test
    void theCreateIndexStaysUntilTheKeyIsDeleted() {
        did(new Op.Put(A, value("x")));
        did(new Op.Put(A, value("y")));
        assertThat(entry(A).createIndex()).isEqualTo(11);
        assertThat(entry(A).modifyIndex()).isEqualTo(12);
        did(new Op.Delete(A));
        assertThat(entry(A)).extracting(Entry::createIndex, Entry::modifyIndex).containsExactly(0L, 13L);
        did(new Op.Put(A, value("z")));
        assertThat(entry(A).createIndex()).isEqualTo(14);
    }

    @Test
    void wordOfARunThatGoesOnComesTooLateWhenItIsOver() {
        var key = new Key.Run("e", "n", "t");
        var over = anyRun("succeeded", true);
        did(new Op.Put(key, anyRun("running", false)));
        did(new Op.Put(key, over));
        assertThat(run(new Op.Put(key, anyRun("running", false))).changes()).isEmpty();
        assertThat(entry(key).value()).isEqualTo(over);

        did(new Op.Put(key, anyRun("queued", false).asAttempt(2)));
        assertThat(entry(key).value()).isEqualTo(anyRun("queued", false).asAttempt(2));
        did(new Op.Put(key, anyRun("interrupted", true)));
        assertThat(entry(key).value()).isEqualTo(anyRun("interrupted", true));
    }

    private static Value.Run anyRun(String status, boolean ended) {
        return new Value.Run(
                "e",
                "n",
                "t",
                status,
                ended,
                OptionalInt.empty(),
                "",
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aDeleteOfWhatIsNotThereIsNoChange() {
        assertThat(run(new Op.Delete(A)).changes()).isEmpty();
        did(new Op.Put(A, value("x")));
        did(new Op.Delete(A));
        assertThat(run(new Op.Delete(A)).changes()).isEmpty();
        assertThat(index.last()).isEqualTo(12);
    }

    @Test
    void aBatchHasOneIndexAndItsChangesInOrder() {
        var batch = run(new Op.Put(B, value("1")), new Op.Put(A, value("2")), new Op.Put(B, value("3")));
        assertThat(batch.changes()).extracting(Change::key).containsExactly(B, A, B);
        assertThat(batch.changes())
                .extracting(change -> change.entry().modifyIndex())
                .containsOnly(11L);
        assertThat(entry(B).value()).isEqualTo(value("3"));
        assertThat(entry(B).createIndex()).isEqualTo(11);
        assertThat(index.last()).isEqualTo(11);
    }

    @Test
    void zeroMeansThatTheKeyMustNotExist() {
        assertThat(did(new Op.PutIf(A, value("x"), 0))).isTrue();
        assertThat(did(new Op.PutIf(A, value("y"), 0))).isFalse();
        did(new Op.Delete(A));
        assertThat(did(new Op.PutIf(A, value("y"), 0))).isTrue();
    }

    @Test
    void aConditionHoldsAtTheExpectedIndexOnly() {
        did(new Op.Put(A, value("x")));
        assertThat(did(new Op.PutIf(A, value("y"), 10))).isFalse();
        assertThat(did(new Op.PutIf(A, value("y"), 11))).isTrue();
        assertThat(did(new Op.PutIf(A, value("z"), 11))).isFalse();
        assertThat(entry(A).value()).isEqualTo(value("y"));
        assertThat(did(new Op.DeleteIf(A, 11))).isFalse();
        assertThat(did(new Op.DeleteIf(A, 12))).isTrue();
        assertThat(entry(A).value()).isNull();
    }

    /** As Consul does it: only a key that exists can have the wrong index. */
    @Test
    void aConditionalDeleteOfWhatIsNotThereHolds() {
        assertThat(did(new Op.DeleteIf(A, 0))).isTrue();
        assertThat(did(new Op.DeleteIf(A, 5))).isTrue();
        did(new Op.Put(A, value("x")));
        assertThat(did(new Op.DeleteIf(A, 0))).isFalse();
        did(new Op.Delete(A));
        assertThat(did(new Op.DeleteIf(A, 5))).isTrue();
    }

    @Test
    void allHappensOrNothing() {
        did(new Op.Put(A, value("x")));
        var before = bucket;
        var batch = run(new Op.Put(B, value("1")), new Op.Delete(A), new Op.PutIf(A, value("y"), 99));
        assertThat(batch.refused()).isTrue();
        assertThat(batch.changes()).isEmpty();
        assertThat(bucket).isSameAs(before);
        assertThat(index.last()).isEqualTo(11);
    }

    @Test
    void aWriteWinsOverWhatAClockAheadWrote() {
        var ahead = new Stamp(clock.next().time() + (3_600_000L << 16), "zzz");
        bucket = bucket.put(A.text(), new Entry(ahead, 5, 5, value("theirs")));
        did(new Op.Put(A, value("mine")));
        assertThat(entry(A).value()).isEqualTo(value("mine"));
        assertThat(entry(A).stamp()).isGreaterThan(ahead);
    }

    /** Else a client that holds the other node's ModifyIndex could find it again on another value. */
    @Test
    void theModifyIndexIsGreaterThanThatOfWhatItReplacesWhoeverWroteIt() {
        bucket = bucket.put(A.text(), new Entry(new Stamp(1, "other"), 7, 500, value("theirs")));
        bucket = bucket.put(B.text(), new Entry(new Stamp(1, "other"), 0, 900, null));
        did(new Op.Put(A, value("mine")), new Op.Put(B, value("mine")));
        assertThat(entry(A)).extracting(Entry::createIndex, Entry::modifyIndex).containsExactly(7L, 901L);
        assertThat(entry(B)).extracting(Entry::createIndex, Entry::modifyIndex).containsExactly(901L, 901L);
    }

    @Test
    void aValueUnderAKeyThatIsNotItsOwnIsRefused() {
        var service = Catalogs.service("n", "w", "web", List.of());
        assertThat(new Op.Put(new Key.Service("N", "W"), service).value()).isEqualTo(service);
        assertThatThrownBy(() -> new Op.Put(new Key.Service("n", "other"), service))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not its own");
        assertThatThrownBy(() -> new Op.PutIf(A, service, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOptionalConditionChoosesTheOperation() {
        assertThat(Op.put(A, value("x"), OptionalLong.empty())).isEqualTo(new Op.Put(A, value("x")));
        assertThat(Op.put(A, value("x"), OptionalLong.of(0))).isEqualTo(new Op.PutIf(A, value("x"), 0));
        assertThat(Op.delete(A, OptionalLong.empty())).isEqualTo(new Op.Delete(A));
        assertThat(Op.delete(A, OptionalLong.of(3))).isEqualTo(new Op.DeleteIf(A, 3));
    }

    private boolean did(Op... ops) {
        return !run(ops).refused();
    }

    private Batch run(Op... ops) {
        var batch = new Batch(List.of(ops), clock, index);
        bucket = batch.apply(bucket).settled();
        return batch;
    }

    private Entry entry(Key key) {
        return Objects.requireNonNull(bucket.get(key.text()));
    }

    private static Value value(String text) {
        return new Value.Kv(ByteString.fromString(text), 0);
    }
}
