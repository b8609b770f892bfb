package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.GCounter;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final Entry OLD = entry(1, "old");
    private static final Entry NEW = entry(2, "new");
    private static final Entry DEAD = new Entry(new Stamp(3, "w"), 0, 3, null);

    @Test
    void aMergeWithItsOwnSuccessorIsTheSuccessorItself() {
        var held = Bucket.of(PersistentMap.empty()).put("ka", OLD).resetDelta();
        var updated = held.put("ka", NEW).put("kb", OLD).put("kc", OLD);
        assertThat(held.mergeData(updated)).isSameAs(updated);
        assertThat(updated.mergeData(held)).isSameAs(updated);
        var reset = updated.resetDelta();
        assertThat(held.mergeData(reset)).isSameAs(reset);

        var again = reset.put("kd", NEW).put("kd", DEAD).resetDelta();
        assertThat(reset.mergeData(again)).isSameAs(again);
    }

    @Test
    void aSuccessorOfAMergedStateIsRecognisedToo() {
        var merged = Bucket.EMPTY
                .put("ka", OLD)
                .resetDelta()
                .mergeData(Bucket.EMPTY.put("kb", OLD).resetDelta());
        var next = merged.put("kc", OLD).resetDelta();
        assertThat(merged.mergeData(next)).isSameAs(next);
    }

    @Test
    void anEarlierEntryChangesNothing() {
        var held = Bucket.EMPTY.put("ka", NEW);
        assertThat(held.put("ka", OLD)).isSameAs(held);
        assertThat(held.put("ka", NEW)).isSameAs(held);
    }

    @Test
    void aTombstoneBeatsWhatWasBeforeAndLosesToWhatComesAfter() {
        var dead = Bucket.EMPTY.put("ka", DEAD);
        assertThat(dead.put("ka", NEW).get("ka")).isEqualTo(DEAD);
        assertThat(dead.put("ka", entry(4, "back")).get("ka")).isEqualTo(entry(4, "back"));
    }

    @Test
    void ofEqualTimesTheGreaterWriterWins() {
        var a = new Entry(new Stamp(1, "a"), 1, 1, null);
        var b = new Entry(new Stamp(1, "b"), 1, 1, null);
        assertThat(Bucket.EMPTY.put("ka", b).put("ka", a).get("ka")).isEqualTo(b);
        assertThat(Bucket.EMPTY.put("ka", a).put("ka", b).get("ka")).isEqualTo(b);
    }

    @Test
    void theDeltaHoldsWhatChangedSinceItWasLastTaken() {
        var state = Bucket.EMPTY.put("ka", OLD).resetDelta().put("kb", OLD).put("kb", NEW);
        var delta = state.deltaData().orElseThrow();
        assertThat(delta).isEqualTo(new BucketDelta(PersistentMap.<Entry>empty().put("kb", NEW)));
        assertThat(delta.deltaSize()).isEqualTo(1);
        assertThat(delta.zero().mergeDelta(delta)).isEqualTo(Bucket.EMPTY.put("kb", NEW));
    }

    /** The replicator takes "no delta" for "too large", and then drops all other deltas that wait for the same tick. */
    @Test
    void anUpdateThatChangesNothingHasADeltaOfNothing() {
        var held = Bucket.EMPTY.put("ka", OLD).put("kb", OLD).resetDelta();
        assertThat(held.deltaData()).contains(BucketDelta.EMPTY);
        assertThat(held.forget(List.of("ka")).deltaData()).contains(BucketDelta.EMPTY);
        assertThat(held.mergeDeltaData(BucketDelta.EMPTY)).isSameAs(held);
    }

    @Test
    void forgettingWhatIsNotThereChangesNothing() {
        var held = Bucket.EMPTY.put("ka", OLD).resetDelta();
        assertThat(held.forget(List.of("kb", "kc"))).isSameAs(held);
        assertThat(held.forget(List.of("ka", "kb")).get("ka")).isNull();
    }

    @Test
    void aDeltaMergesOnlyWithItsLike() {
        assertThatThrownBy(() -> BucketDelta.EMPTY.merge(GCounter.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not with");
    }

    @Test
    void contentsDoNotShowInTheText() {
        var state = Bucket.EMPTY.put("kpassword", entry(1, "secret"));
        assertThat(state.toString() + state.deltaData())
                .doesNotContain("secret")
                .doesNotContain("password");
    }

    /** The numbers are part of the protocol: these values must never change. */
    @Test
    void bucketsAreNumberedAsEver() {
        assertThat(new Key.Kv("service/web/config").bucket()).isEqualTo(new BucketId(BucketId.Family.KV, 18));
        assertThat(new Key.Node("Node-1").bucket()).isEqualTo(new BucketId(BucketId.Family.CATALOG, 180));
        assertThat(new Key.Event("0198c0de").bucket()).isEqualTo(new BucketId(BucketId.Family.EVENTS, 8));
        assertThat(new Key.Kv("").bucket().replicated().id()).isEqualTo("kv-0");
    }

    @Test
    void bucketsAreFilledEvenly() {
        for (var form : List.of("key-%d", "service/web/config/key-%05d", "10.0.%d.1", "%d")) {
            var filled = new int[256];
            IntStream.range(0, 25_600)
                    .forEach(i -> filled[new Key.Kv(form.formatted(i)).bucket().number()]++);
            assertThat(IntStream.of(filled).max().orElseThrow()).as(form).isLessThan(200);
        }
    }

    @Test
    void whatBelongsTogetherLiesTogether() {
        assertThat(new Key.Service("Web1", "a").bucket()).isEqualTo(new Key.Node("web1").bucket());
        assertThat(new Key.Check("weB1", "c").bucket()).isEqualTo(new Key.Node("web1").bucket());
        assertThat(new Key.Receipt("e1", "n").bucket()).isEqualTo(new Key.Event("e1").bucket());
        assertThat(new Key.Run("e1", "n", "t").bucket()).isEqualTo(new Key.Event("e1").bucket());
    }

    private static Entry entry(long time, String value) {
        return new Entry(new Stamp(time, "w"), time, time, new Value.Kv(ByteString.fromString(value), 0));
    }
}
