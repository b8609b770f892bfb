package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final Entry OLD = entry(1, "old");
    private static final Entry NEW = entry(2, "new");
    private static final Entry DEAD = new Entry(new Stamp(3, "w"), 0, 3, null);

    @Test
    void aMergeWithItsOwnSuccessorIsTheSuccessorItself() {
        var held = Bucket.of(PersistentMap.empty()).put("ka", OLD).settled();
        var updated = held.put("ka", NEW).put("kb", OLD).put("kc", OLD);
        assertThat(updated.mergeData(held)).isSameAs(updated);
        assertThat(held.mergeData(updated)).isSameAs(updated);
        var reset = updated.settled();
        assertThat(held.mergeData(reset)).isSameAs(reset);

        var again = reset.put("kd", NEW).put("kd", DEAD).settled();
        assertThat(reset.mergeData(again)).isSameAs(again);
    }

    @Test
    void aSuccessorOfAMergedStateIsRecognisedToo() {
        var merged = Bucket.EMPTY
                .put("ka", OLD)
                .settled()
                .mergeData(Bucket.EMPTY.put("kb", OLD).settled());
        var next = merged.put("kc", OLD).settled();
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
    void forgettingWhatIsNotThereChangesNothing() {
        var held = Bucket.EMPTY.put("ka", OLD).settled();
        assertThat(held.forget(List.of("kb", "kc"))).isSameAs(held);
        assertThat(held.forget(List.of("ka", "kb")).get("ka")).isNull();
    }

    @Test
    void digestsTellStatesApart() {
        var one = Bucket.EMPTY.put("ka", OLD).put("kb", NEW);
        assertThat(one.digest())
                .isEqualTo(Bucket.EMPTY.put("kb", NEW).put("ka", OLD).digest());
        assertThat(one.digest())
                .isNotEqualTo(Bucket.EMPTY.put("ka", NEW).put("kb", OLD).digest());
        assertThat(one.digest()).isNotEqualTo(Bucket.EMPTY.put("ka", OLD).digest());
        assertThat(one.digest()).isNotEqualTo(one.put("ka", DEAD).digest());
        assertThat(Bucket.EMPTY.digest()).isZero();
    }

    @Test
    void contentsDoNotShowInTheText() {
        var state = Bucket.EMPTY.put("kpassword", entry(1, "secret"));
        assertThat(state.toString()).doesNotContain("secret").doesNotContain("password");
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
