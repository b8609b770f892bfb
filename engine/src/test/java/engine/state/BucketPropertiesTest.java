package engine.state;

import static engine.state.Samples.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.pekko.util.ByteString;

/** The laws of the one CRDT. A stamp stands for one write only, so that it decides the entry. */
class BucketPropertiesTest {

    record Put(String key, Entry entry) {}

    /** What happens to one of three replicas; {@code other} is the one that it hears of, or an earlier state. */
    record Step(Kind kind, int replica, int other, Put put) {}

    enum Kind {
        PUT,
        SETTLE,
        HEAR_FULL,
        KEEP,
        HEAR_KEPT
    }

    @Provide
    Arbitrary<Put> puts() {
        return Combinators.combine(
                        Arbitraries.of("ka", "kb", "kc", "kd", "ke"),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of("x", "y", "z"))
                .as((key, time, writer) -> {
                    var dead = (key.hashCode() + time + writer.hashCode()) % 3 == 0;
                    var value = new Value.Kv(ByteString.fromString(key + time + writer), time);
                    return new Put(key, new Entry(new Stamp(time, writer), time, time, dead ? null : value));
                });
    }

    @Provide
    Arbitrary<List<Put>> writes() {
        return puts().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        puts())
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void mergeIsCommutative(@ForAll("writes") List<Put> a, @ForAll("writes") List<Put> b) {
        assertThat(state(a).mergeData(state(b))).isEqualTo(state(b).mergeData(state(a)));
    }

    @Property
    void mergeIsAssociative(
            @ForAll("writes") List<Put> a, @ForAll("writes") List<Put> b, @ForAll("writes") List<Put> c) {
        assertThat(state(a).mergeData(state(b)).mergeData(state(c)))
                .isEqualTo(state(a).mergeData(state(b).mergeData(state(c))));
    }

    @Property
    void mergeIsIdempotent(@ForAll("writes") List<Put> a) {
        var state = state(a);
        assertThat(state.mergeData(state(a))).isSameAs(state);
        assertThat(state.mergeData(state)).isSameAs(state);
    }

    @Property
    void theOrderOfWritesDoesNotMatter(@ForAll("writes") List<Put> a, @ForAll Random random) {
        var shuffled = new ArrayList<>(a);
        Collections.shuffle(shuffled, random);
        assertThat(state(shuffled)).isEqualTo(state(a)).hasSameHashCodeAs(state(a));
    }

    @Property
    void anySplitIntoFramesInAnyOrderWithRepetitionsEqualsTheFullMerge(
            @ForAll("writes") List<Put> written,
            @ForAll("writes") List<Put> there,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 200) int most) {
        var source = state(written);
        var sent = new ArrayList<ByteString>();
        for (var frame : Delta.frames(source, most)) {
            sent.add(frame);
            if (random.nextBoolean()) {
                sent.add(random.nextInt(sent.size() + 1), frame);
            }
        }
        Collections.shuffle(sent, random);
        var receiver = state(there);
        for (var frame : sent) {
            for (var entries : Delta.fromBytes(frame).byBucket().values()) {
                receiver = receiver.merged(entries);
            }
        }
        assertThat(receiver).isEqualTo(state(there).mergeData(source));
        assertThat(receiver.digest()).isEqualTo(state(there).mergeData(source).digest());
    }

    @Property
    void aFrameIsNoLargerThanItsBoundAndOneEntry(
            @ForAll("writes") List<Put> written, @ForAll @IntRange(min = 1, max = 200) int most) {
        var frames = Delta.frames(state(written), most);
        assertThat(frames).allMatch(frame -> frame.size() < most + 100);
        assertThat(frames.stream()
                        .mapToInt(frame -> Delta.fromBytes(frame).size())
                        .sum())
                .isEqualTo(state(written).size());
    }

    @Property
    void aFrameThatIsCutIsRefused(@ForAll("writes") List<Put> written, @ForAll Random random) {
        Assume.that(!written.isEmpty());
        var frame = Delta.frames(state(written), 1 << 20).getFirst();
        var cut = frame.take(random.nextInt(frame.size()));
        assertThatThrownBy(() -> Delta.fromBytes(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void theLaterStampWinsWhetherItWritesOrDeletes(@ForAll("puts") Put one, @ForAll("puts") Put two) {
        var state = Bucket.EMPTY.put("k", one.entry()).put("k", two.entry());
        var later = one.entry().stamp().compareTo(two.entry().stamp()) >= 0 ? one : two;
        if (!one.entry().stamp().equals(two.entry().stamp())) {
            assertThat(state.get("k")).isEqualTo(later.entry());
        }
    }

    @Property
    void replicasAgreeWithANaiveSecondImplementation(@ForAll("histories") List<Step> steps) {
        var replicas = new ArrayList<>(List.of(Bucket.EMPTY, Bucket.EMPTY, Bucket.EMPTY));
        var kept = new ArrayList<>(replicas);
        var naive = new ArrayList<>(
                List.of(new TreeMap<String, Entry>(), new TreeMap<String, Entry>(), new TreeMap<String, Entry>()));
        var naiveKept = new ArrayList<>(naive);
        for (var step : steps) {
            var i = step.replica();
            var o = step.other();
            var known = new TreeMap<>(naive.get(i));
            switch (step.kind()) {
                case PUT -> {
                    replicas.set(
                            i, replicas.get(i).put(step.put().key(), step.put().entry()));
                    hear(known, Map.of(step.put().key(), step.put().entry()));
                }
                case SETTLE -> replicas.set(i, replicas.get(i).settled());
                case HEAR_FULL -> {
                    replicas.set(i, replicas.get(i).mergeData(replicas.get(o)));
                    hear(known, naive.get(o));
                }
                case KEEP -> {
                    kept.set(i, replicas.get(i));
                    naiveKept.set(i, known);
                }
                case HEAR_KEPT -> {
                    replicas.set(i, replicas.get(i).mergeData(kept.get(o)));
                    hear(known, naiveKept.get(o));
                }
            }
            naive.set(i, known);
            assertThat(contents(replicas.get(i).entries())).isEqualTo(known);
        }
    }

    @Property
    void theReplicatorsMergeAfterAnUpdateGivesTheUpdatedStateItself(
            @ForAll("writes") List<Put> before, @ForAll("writes") List<Put> first, @ForAll("writes") List<Put> then) {
        var held = state(before).settled();
        for (var update : List.of(first, then)) {
            var updated = with(held, update).settled();
            assertThat(held.mergeData(updated)).isSameAs(updated);
            held = updated;
        }
    }

    @Property
    void forgettingLastsThroughTheReplicatorsMergeWhateverElseTheUpdateDoes(
            @ForAll("writes") List<Put> before, @ForAll("writes") List<Put> first, @ForAll("writes") List<Put> then) {
        var held = state(before).settled();
        var updated = with(with(held, first).forget(List.of("ka", "kb")).forget(List.of("kc")), then)
                .settled();
        var next = held.mergeData(updated);

        assertThat(next).isSameAs(updated);
        var expected = new TreeMap<String, Entry>();
        hear(expected, contents(state(before).entries()));
        hear(expected, contents(with(Bucket.EMPTY, first).entries()));
        expected.keySet().removeAll(List.of("ka", "kb", "kc"));
        hear(expected, contents(with(Bucket.EMPTY, then).entries()));
        assertThat(contents(next.entries())).isEqualTo(expected);
    }

    private static Bucket state(List<Put> writes) {
        return with(Bucket.of(PersistentMap.empty()), writes);
    }

    private static Bucket with(Bucket bucket, List<Put> writes) {
        var state = bucket;
        for (var put : writes) {
            state = state.put(put.key(), put.entry());
        }
        return state;
    }

    private static void hear(Map<String, Entry> known, Map<String, Entry> news) {
        news.forEach((key, entry) -> known.merge(key, entry, (a, b) -> a.stamp().compareTo(b.stamp()) >= 0 ? a : b));
    }
}
