package engine.state;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Arbitrary state for the tests of other packages. */
public final class AnyState {

    private AnyState() {}

    /** Puts of every kind of value that archives have, under different keys. */
    public static Arbitrary<List<Op.Put>> puts() {
        var sessions = Samples.sessions().map(session -> new Op.Put(new Key.Session(session.id()), session));
        var others = Samples.entries()
                .filter(keyed -> keyed.entry().value() != null && !(keyed.key() instanceof Key.Overlay))
                .map(keyed -> new Op.Put(
                        keyed.key(), Objects.requireNonNull(keyed.entry().value())));
        return Arbitraries.frequencyOf(Tuple.of(1, sessions), Tuple.of(8, others))
                .list()
                .ofMaxSize(12)
                .uniqueElements(Op.Put::key);
    }

    /** An agent of this name, whatever else it says of itself. */
    public static Arbitrary<Value.Member> members(String name) {
        return Arbitraries.of(Value.Standing.values()).map(standing -> member(name, standing));
    }

    /** An agent. */
    public static Value.Member member(String name, Value.Standing standing) {
        return new Value.Member(
                name, "id", false, "127.0.0.1", 8301, 0, "1", "dc1", standing, "s1", java.time.Instant.EPOCH);
    }
}
