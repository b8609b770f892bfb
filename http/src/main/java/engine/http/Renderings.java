package engine.http;

import engine.http.message.Entity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Long answers as they were made last, each until what it shows has changed: many ask for the same service, and for it far more often
 * than it changes. Bounded; for any thread, without a lock.
 */
final class Renderings {
    /** Bytes of the shortest body that is kept: shorter ones are made as fast as they are found. */
    private static final int SHORTEST = 4 << 10;

    /** Bytes of all bodies; one that would make it more has all others forgotten. */
    static final int MOST = 4 << 20;

    /** Parameters that decide when there is an answer, not which. */
    private static final Set<String> OF_WAITING = Set.of("index", "wait", "hash", "stale", "consistent", "cached");

    private final Map<Key, Made> kept = new ConcurrentHashMap<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /**
     * What was asked for.
     *
     * @param token what one may see depends on who one is
     */
    record Key(String path, String parameters, String token) {
        static Key of(Call call) {
            return new Key(
                    call.request().path(),
                    call.query().encodedWithout(OF_WAITING),
                    call.context().token());
        }
    }

    private record Made(Object shown, Answer answer, int size) {}

    /** The answer that shows this, if it was made before. */
    Optional<Answer> known(Key key, Object shown) {
        var known = kept.get(key);
        return known != null && known.shown().equals(shown) ? Optional.of(known.answer()) : Optional.empty();
    }

    /** The answer that shows this: as it was made before, by now, else made and kept. It must depend on nothing else. */
    <T> Answer of(Key key, T shown, Function<T, Answer> make) {
        return known(key, shown).orElseGet(() -> made(key, shown, make));
    }

    private <T> Answer made(Key key, T shown, Function<T, Answer> make) {
        var made = make.apply(shown);
        if (made.entity() instanceof Entity.Whole strict) {
            keep(key, new Made(shown, made, strict.data().size()));
        }
        return made;
    }

    private void keep(Key key, Made made) {
        if (made.size() < SHORTEST || made.size() > MOST / 4) {
            return;
        }
        if (bytes.get() + made.size() > MOST) {
            kept.keySet().forEach(this::forget);
        }
        forget(key);
        if (kept.putIfAbsent(key, made) == null) {
            bytes.addAndGet(made.size());
        }
    }

    private void forget(Key key) {
        var gone = kept.remove(key);
        if (gone != null) {
            bytes.addAndGet(-gone.size());
        }
    }

    /** Those of all bodies that are kept. */
    int bytes() {
        return bytes.get();
    }
}
