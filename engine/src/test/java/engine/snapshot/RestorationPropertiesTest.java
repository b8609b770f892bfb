package engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.AnyState;
import engine.state.Key;
import engine.state.Live;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Snapshot;
import engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A restore against a map of what must be there after it. */
class RestorationPropertiesTest {

    /** Two states with much in common, and members of nodes that they have. */
    record Pair(List<Op.Put> archived, List<Op.Put> present) {}

    @Provide
    Arbitrary<Pair> pairs() {
        return Combinators.combine(
                        AnyState.puts(),
                        AnyState.puts(),
                        Arbitraries.integers().between(0, 4).list().ofSize(24),
                        Arbitraries.of(Value.Standing.values()).list().ofSize(24))
                .as(RestorationPropertiesTest::mixed);
    }

    private static Pair mixed(
            List<Op.Put> one, List<Op.Put> other, List<Integer> where, List<Value.Standing> standings) {
        var archived = new HashMap<Key, Op.Put>();
        var present = new HashMap<Key, Op.Put>();
        for (var i = 0; i < one.size(); i++) {
            var put = one.get(i);
            switch (where.get(i)) {
                case 0 -> archived.put(put.key(), put);
                case 1 -> present.put(put.key(), put);
                default -> {
                    archived.put(put.key(), put);
                    present.put(put.key(), put);
                }
            }
            var node = isCatalog(put.key()) ? Live.owner(put.key()) : "";
            var member = new Key.Member(node);
            if (where.get(12 + i) == 0) {
                archived.put(member, new Op.Put(member, AnyState.member(node, standings.get(i))));
            } else if (where.get(12 + i) == 1) {
                present.put(member, new Op.Put(member, AnyState.member(node, standings.get(12 + i))));
            }
        }
        // Another value under a key that both have, where the kinds are equal.
        for (var put : other) {
            one.stream()
                    .filter(known -> known.value().getClass() == put.value().getClass())
                    .findFirst()
                    .ifPresent(known -> {
                        if (known.key() instanceof Key.Kv) {
                            present.put(known.key(), new Op.Put(known.key(), put.value()));
                        } else {
                            present.put(put.key(), put);
                        }
                    });
        }
        return new Pair(List.copyOf(archived.values()), List.copyOf(present.values()));
    }

    private static boolean isCatalog(Key key) {
        return key instanceof Key.Node
                || key instanceof Key.Service
                || key instanceof Key.Check
                || key instanceof Key.Member;
    }

    private static Map<Key, Value> contents(Snapshot state) {
        return Archives.entries(state).stream().collect(Collectors.toMap(Live::key, Live::value));
    }

    private static boolean isAgents(Snapshot state, Key key) {
        var member = isCatalog(key) ? state.members().get(Live.owner(key)) : null;
        return member != null && member.standing() != Value.Standing.LEFT;
    }

    /** Left to an agent: one that is there, or one of which the archive has entries. */
    private static boolean isLeft(Snapshot archived, Snapshot present, Key key) {
        return isAgents(present, key)
                || Archives.entries(archived).stream()
                        .anyMatch(live -> Live.together(live.key(), key) && isAgents(archived, live.key()));
    }

    private static Map<Key, Value> expected(Snapshot archived, Snapshot present) {
        var expected = new HashMap<>(contents(present));
        expected.keySet()
                .removeIf(key -> key instanceof Key.Kv
                        || key instanceof Key.Session
                        || (isCatalog(key) && !isLeft(archived, present, key)));
        contents(archived).forEach((key, value) -> {
            switch (value) {
                case Value.Event event -> expected.putIfAbsent(key, event.asRestored());
                case Value.Run run -> expected.putIfAbsent(key, RestorationTest.over(run));
                case Value.Receipt receipt -> expected.putIfAbsent(key, receipt);
                case Value.Kv kv -> expected.put(key, kv);
                case Value.Session session -> expected.put(key, session);
                case Value.Overlay _, Value.Document _, Value.Receipts _ ->
                    throw new IllegalStateException("no part of an archive");
                case Value.Node _, Value.Service _, Value.Check _, Value.Member _ -> {
                    if (!isLeft(archived, present, key)) {
                        expected.put(key, value);
                    }
                }
            }
        });
        return expected;
    }

    static List<List<Op>> batches(Snapshot archived, Snapshot present) {
        var archive = Archives.read(Archives.archive(archived));
        var batches = new ArrayList<List<Op>>();
        Restoration.ops(present, archive.entries().iterator(), Archives.TAKEN).forEachRemaining(batches::add);
        return batches;
    }

    @Property(tries = 200)
    void whatIsWrittenMakesThePresentTheArchiveButForWhatAgentsOwn(@ForAll("pairs") Pair pair) {
        var archived = Archives.state(pair.archived());
        var pictures = new Pictures();
        pair.present().forEach(pictures::apply);
        var before = pictures.published().current();
        for (var batch : batches(archived, before)) {
            assertThat(batch).isNotEmpty();
            pictures.apply(batch.toArray(Op[]::new));
        }
        var after = pictures.published().current();
        assertThat(contents(after)).isEqualTo(expected(archived, before));
        assertThat(batches(archived, after)).isEmpty();
    }
}
