package engine.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;

/** A state, a clock and one client, for tests that read like a session at a terminal. */
final class Machine {
    static final String S1 = "11111111-aaaa-0000-0000-000000000001";
    static final String S2 = "22222222-bbbb-0000-0000-000000000002";

    final List<KvChange> changes = new ArrayList<>();
    final List<SessionChange> sessionChanges = new ArrayList<>();
    final List<ByteString> effects = new ArrayList<>();
    State state = State.empty();
    long millis = 1_000_000;
    private final ClientId client = new ClientId(0, "test");
    private long sequence;

    Outcome does(Operation operation) {
        sequence++;
        return apply(new Command(client, sequence, sequence - 1, new Origin("10.0.0.1"), operation))
                .getFirst();
    }

    List<Outcome> apply(Command... commands) {
        return apply(new Batch(millis, 0, List.of(commands)));
    }

    List<Outcome> apply(Batch batch) {
        var applied = state.apply(batch);
        state = applied.after();
        changes.addAll(applied.changes());
        sessionChanges.addAll(applied.sessions());
        effects.addAll(applied.effects());
        return applied.outcomes();
    }

    boolean put(String key, String value) {
        return held(new Operation.Put(key, bytes(value), 0));
    }

    boolean putIf(String key, String value, long cas) {
        return held(new Operation.Put(key, bytes(value), 0, OptionalLong.of(cas), OptionalLong.empty()));
    }

    boolean putFor(String key, String value, long ttl) {
        return held(new Operation.Put(key, bytes(value), 0, OptionalLong.empty(), OptionalLong.of(ttl)));
    }

    boolean delete(String key) {
        return held(new Operation.Delete(key, OptionalLong.empty()));
    }

    boolean deleteIf(String key, long cas) {
        return held(new Operation.Delete(key, OptionalLong.of(cas)));
    }

    boolean acquire(String key, String value, String session) {
        return held(new Operation.Acquire(key, bytes(value), 0, session));
    }

    boolean release(String key, String value, String session) {
        return held(new Operation.Release(key, bytes(value), 0, session));
    }

    Outcome destroy(String session) {
        return does(new Operation.DestroySession(session, "destroyed"));
    }

    Outcome transaction(Step... steps) {
        return does(new Operation.Transaction(List.of(steps)));
    }

    boolean held(Operation operation) {
        return switch (does(operation)) {
            case Outcome.Done(var held, var index) -> {
                if (index != state.index()) {
                    throw new AssertionError("told index " + index + ", it is " + state.index());
                }
                yield held;
            }
            case Outcome other -> throw new AssertionError("not done: " + other);
        };
    }

    String refused(Operation operation) {
        return does(operation) instanceof Outcome.Refused(var sentence) ? sentence : "not refused";
    }

    Entry entry(String key) {
        var entry = state.keys().get(key);
        if (entry == null) {
            throw new AssertionError("no key " + key);
        }
        return entry;
    }

    boolean has(String key) {
        return state.keys().get(key) != null;
    }

    String value(String key) {
        return entry(key).value().utf8String();
    }

    /** A session that frees its keys, with the lock-delay and the time to live given. */
    Outcome session(String id, long lockDelay, long ttl) {
        return session(id, lockDelay, ttl, Session.Behavior.RELEASE);
    }

    Outcome session(String id, long lockDelay, long ttl, Session.Behavior behavior) {
        return does(new Operation.CreateSession(asked(id, lockDelay, ttl, behavior)));
    }

    static Session asked(String id, long lockDelay, long ttl, Session.Behavior behavior) {
        return new Session(
                id,
                "leader",
                "node1",
                List.of("serfHealth"),
                List.of(),
                lockDelay,
                behavior,
                ttl == 0 ? "" : ttl + "ms",
                ttl,
                0,
                0,
                0);
    }

    static ByteString bytes(String text) {
        return ByteString.fromString(text);
    }
}
