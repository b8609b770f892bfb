package engine.state;

import static engine.state.Samples.bucket;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import engine.state.Samples.Keyed;
import java.io.NotSerializableException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class BucketSerializerPropertiesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BucketSerializer serializer = new BucketSerializer();

    @Provide
    Arbitrary<List<Keyed>> states() {
        return Samples.states();
    }

    @Property(tries = 500)
    void whatWasWrittenIsReadAgain(@ForAll("states") List<Keyed> state) throws NotSerializableException {
        var bucket = bucket(state);
        assertThat(read(serializer.toBinary(bucket), serializer.manifest(bucket)))
                .isEqualTo(bucket);
    }

    @Property(tries = 300)
    void equalStatesHaveEqualBytesHoweverTheyCameToBe(@ForAll("states") List<Keyed> state, @ForAll Random random)
            throws NotSerializableException {
        var bytes = serializer.toBinary(bucket(state));
        var shuffled = new ArrayList<>(state);
        Collections.shuffle(shuffled, random);
        assertThat(serializer.toBinary(bucket(shuffled))).isEqualTo(bytes);
        assertThat(serializer.toBinary(read(bytes))).isEqualTo(bytes);
    }

    @Property(tries = 200)
    void theOrderOfAMapIsNotInTheBytes(@ForAll @Size(max = 8) Map<String, Integer> meta, @ForAll Random random) {
        var pairs = new ArrayList<>(meta.entrySet());
        Collections.shuffle(pairs, random);
        assertThat(serializer.toBinary(node(pairs))).isEqualTo(serializer.toBinary(node(List.copyOf(meta.entrySet()))));
    }

    @Property(tries = 100)
    void aTruncatedStateIsRefusedAtEachByte(@ForAll("states") List<Keyed> state) {
        var bytes = serializer.toBinary(bucket(state));
        var step = Math.max(1, bytes.length / 300);
        for (var length = 0; length < bytes.length; length += step) {
            assertThat(survives(Arrays.copyOf(bytes, length))).isFalse();
        }
        assertThat(survives(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }

    @Property(tries = 300)
    void flippedBitsGiveARefusalOrAStateThatCanBeShown(@ForAll("states") List<Keyed> state, @ForAll Random random) {
        var bytes = serializer.toBinary(bucket(state));
        for (var i = 0; i < 100; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(Math.min(flipped.length, 400))] ^= (byte) (1 << random.nextInt(8));
            survives(flipped);
        }
    }

    @Property(tries = 500)
    void garbageGivesARefusalOrAStateThatCanBeShown(@ForAll @Size(max = 200) byte[] garbage) {
        var bytes = new byte[garbage.length + 2];
        System.arraycopy(garbage, 0, bytes, 2, garbage.length);
        bytes[0] = 1;
        bytes[1] = 1;
        survives(bytes);
        survives(garbage);
    }

    /** Whether the bytes were taken; then they can be written again and shown. Fails at any exception but the one promised. */
    private boolean survives(byte[] bytes) {
        Bucket read;
        try {
            read = readAtBoundedCost(bytes);
        } catch (NotSerializableException e) {
            assertThat(e).hasMessageNotContaining("null");
            return false;
        }
        var snapshot = Snapshot.startingAt(1);
        for (var pair : read.entries()) {
            snapshot = snapshot.with(new Change(Key.parse(pair.getKey()), pair.getValue()), snapshot.index() + 1);
            assertThat(Key.parse(pair.getKey()).text()).isEqualTo(pair.getKey());
        }
        assertThat(serializer.toBinary(read)).isNotEmpty();
        return true;
    }

    /** A megabyte is for the classes that the first call loads: a length that lies would cost hundreds. */
    private Bucket readAtBoundedCost(byte[] bytes) throws NotSerializableException {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return read(bytes);
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000 + 400L * bytes.length);
        }
    }

    private static Bucket node(List<Map.Entry<String, Integer>> meta) {
        var map = new LinkedHashMap<String, String>();
        meta.forEach(pair -> map.put(pair.getKey(), "" + pair.getValue()));
        var value = new Value.Node("", "n", "", null, map);
        return Bucket.of(PersistentMap.<Entry>empty().put("nn", new Entry(new Stamp(1, "w"), 1, 1, value)));
    }

    private Bucket read(byte[] bytes) throws NotSerializableException {
        return (Bucket) serializer.fromBinary(bytes, "B");
    }

    private Object read(byte[] bytes, String manifest) throws NotSerializableException {
        return serializer.fromBinary(bytes, manifest);
    }
}
