package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.pekko.util.ByteString;

/** {@link KvView} against a plain sorted map. */
class KvViewPropertiesTest {
    private static final List<String> KEYS = List.of("", "a", "a/", "a/b", "a/b/c", "a0", "A", "b", "ä");

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of(KEYS),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(1, 60))
                .as((key, kind, index) -> new Change(
                        new Key.Kv(key),
                        new Entry(
                                new Stamp(index, "w"),
                                kind == 0 ? 0 : index,
                                index,
                                kind == 0 ? null : new Value.Kv(ByteString.fromString("v" + index), 0))))
                .list()
                .ofMaxSize(40);
    }

    @Property
    void keysAndPrefixesMoveExactlyWhenWhatTheyHoldDoes(@ForAll("changes") List<Change> changes) {
        var naive = new TreeMap<String, Stored<Value.Kv>>();
        var snapshot = Snapshot.startingAt(3);
        for (var change : changes) {
            var before = new TreeMap<>(naive);
            var indexes = snapshot.kv();
            var at = snapshot.nextIndex(change.entry().modifyIndex());
            snapshot = snapshot.with(change, at);
            var kv = snapshot.kv();
            var key = ((Key.Kv) change.key()).key();
            if (change.entry().value() instanceof Value.Kv value) {
                naive.put(
                        key,
                        new Stored<>(
                                value,
                                change.entry().createIndex(),
                                change.entry().modifyIndex(),
                                at));
            } else {
                naive.remove(key);
            }
            assertThat(kv.entries().values()).isEqualTo(List.copyOf(naive.values()));
            for (var k : KEYS) {
                var moved = !under(naive, k).equals(under(before, k));
                assertThat(kv.prefixAt(k)).as("prefix %s", k).isEqualTo(moved ? at : indexes.prefixAt(k));
                var changed = !java.util.Objects.equals(naive.get(k), before.get(k));
                assertThat(kv.keyAt(k)).as("key %s", k).isEqualTo(changed ? at : indexes.keyAt(k));
                var visited = new ArrayList<String>();
                kv.entries().forPrefix(k, (name, _) -> visited.add(name));
                assertThat(visited).isEqualTo(List.copyOf(under(naive, k).keySet()));
            }
        }
    }

    private static Map<String, Stored<Value.Kv>> under(Map<String, Stored<Value.Kv>> all, String prefix) {
        var some = new TreeMap<>(all);
        some.keySet().removeIf(key -> !key.startsWith(prefix));
        return some;
    }
}
