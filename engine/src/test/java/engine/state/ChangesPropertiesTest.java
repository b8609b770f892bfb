package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What a bucket says that it changed is what it changed. */
class ChangesPropertiesTest {

    @Provide
    Arbitrary<List<Samples.Keyed>> entries() {
        return Samples.entries().list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Samples.Keyed>> pool() {
        return Samples.entries().list().ofMinSize(2).ofMaxSize(6);
    }

    @Property(tries = 300)
    void anyEarlierStateWithTheChangesSinceItIsTheLaterState(
            @ForAll("pool") List<Samples.Keyed> pool,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 25) int steps) {
        var history = new ArrayList<>(List.of(Bucket.EMPTY));
        for (var i = 0; i < steps; i++) {
            var known = history.getLast();
            var key = pool.get(random.nextInt(pool.size())).key().text();
            history.add(
                    switch (random.nextInt(6)) {
                        case 0 -> known.settled();
                        case 1 -> known.forget(List.of(key, "kabsent"));
                        case 2 -> known.mergeData(someOf(pool, random));
                        case 3 -> known.merged(someOf(pool, random).entries());
                        // As the replicator does it: several changes in one update, then the merge with what it held.
                        case 4 ->
                            known.mergeData(
                                    change(change(known.settled(), pool, random).forget(List.of(key)), pool, random)
                                            .settled());
                        default -> change(known, pool, random);
                    });
        }
        for (var later = 0; later < history.size(); later++) {
            for (var earlier = 0; earlier <= later; earlier++) {
                var changes = history.get(later).changesSince(history.get(earlier));
                assertThat(history.get(earlier).with(changes)).isEqualTo(history.get(later));
                assertThat(Changes.fromBytes(changes.toBytes())).isEqualTo(changes);
            }
        }
    }

    @Property(tries = 200)
    void anUpdateOrMergeSaysOnlyWhatItChanged(
            @ForAll("entries") List<Samples.Keyed> before, @ForAll("entries") List<Samples.Keyed> news) {
        var held = Samples.bucket(before);
        var updated = held;
        for (var keyed : news) {
            updated = updated.put(keyed.key().text(), keyed.entry());
        }
        var merged = held.mergeData(Samples.bucket(news));
        for (var later : List.of(held.mergeData(updated.settled()), merged)) {
            assertThat(later.changesSince(held)).isEqualTo(Changes.between(held.entries(), later.entries()));
        }
        assertThat(held.changesSince(held).isEmpty()).isTrue();
        assertThat(updated.settled().changesSince(updated).isEmpty()).isTrue();
    }

    @Property(tries = 200)
    void anyBytesButTheOnesWrittenAreRefused(@ForAll("entries") List<Samples.Keyed> entries, @ForAll Random random) {
        var bytes = Samples.bucket(entries).forget(List.of("k")).contents().toBytes();
        var cut = new byte[random.nextInt(bytes.length)];
        System.arraycopy(bytes, 0, cut, 0, cut.length);
        assertThatThrownBy(() -> Changes.fromBytes(cut)).isInstanceOf(IllegalArgumentException.class);
        bytes[0]++;
        assertThatThrownBy(() -> Changes.fromBytes(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void aBucketDoesNotKeepItsPredecessorsAlive() {
        var bucket = Buckets.put(Bucket.EMPTY, "first", "1", 1);
        var predecessor = new WeakReference<>(bucket);
        for (var i = 2; i < 5; i++) {
            bucket = Buckets.put(bucket, "k" + i, "v", i);
            bucket = bucket.mergeData(Buckets.put(Bucket.EMPTY, "other" + i, "v", i));
        }
        var deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (predecessor.get() != null && Instant.now().isBefore(deadline)) {
            System.gc();
        }
        assertThat(predecessor.get()).isNull();
        assertThat(Buckets.contents(bucket)).hasSize(7);
    }

    private static Bucket change(Bucket bucket, List<Samples.Keyed> pool, Random random) {
        var keyed = pool.get(random.nextInt(pool.size()));
        var entry = keyed.entry();
        var stamp = new Stamp(random.nextInt(20), "w" + random.nextInt(2));
        return bucket.put(
                keyed.key().text(), new Entry(stamp, entry.createIndex(), entry.modifyIndex(), entry.value()));
    }

    private static Bucket someOf(List<Samples.Keyed> pool, Random random) {
        var bucket = Bucket.EMPTY;
        for (var i = random.nextInt(4); i > 0; i--) {
            bucket = change(bucket, pool, random);
        }
        return Bucket.of(bucket.entries());
    }
}
