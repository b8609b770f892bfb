package engine;

import engine.http.Indexed;
import engine.http.KvChanges;
import engine.kv.KvChange;
import engine.kv.State;
import engine.state.Published;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What became of keys, out of the history that the log's state keeps. */
record HttpKvChanges(Published published, Supplier<State> state) implements KvChanges {

    @Override
    public Indexed<Page> since(String prefix, long after, int most) {
        // The picture first: what it shows the state has, and whoever waits looks again.
        var at = published.current().kv().prefixAt(prefix);
        var now = state.get();
        var from = Long.compareUnsigned(after, now.index()) > 0 ? now.index() : after;
        var found = now.history().after(from, prefix, most);
        var upTo = found.size() >= most ? found.getLast().index() : now.index();
        return new Indexed<>(
                at,
                new Page(
                        now.history().oldestIndex(),
                        upTo,
                        found.stream().map(HttpKvChanges::change).toList()));
    }

    @Override
    public Indexed<List<Version>> history(String key) {
        var at = published.current().kv().keyAt(key);
        return new Indexed<>(
                at,
                state.get().history().of(key).stream()
                        .map(HttpKvChanges::version)
                        .toList());
    }

    private static Change change(KvChange change) {
        return new Change(
                change.key(), Optional.ofNullable(change.before()).map(engine.kv.Entry::value), version(change));
    }

    private static Version version(KvChange change) {
        var after = Optional.ofNullable(change.after());
        return new Version(
                switch (change.kind()) {
                    case PUT -> Operation.SET;
                    case DELETE -> Operation.DELETE;
                    case ACQUIRE -> Operation.ACQUIRE;
                    case RELEASE -> Operation.RELEASE;
                    case SESSION_ENDED -> Operation.SESSION_END;
                    case EXPIRED -> Operation.EXPIRE;
                    case TAKEN_OVER -> Operation.TAKE_OVER;
                    case IMPORT -> Operation.IMPORT;
                },
                after.map(engine.kv.Entry::value),
                after.map(engine.kv.Entry::flags).orElse(0L),
                after.map(engine.kv.Entry::session).orElse(""),
                change.index(),
                Instant.ofEpochMilli(change.millis()),
                change.by());
    }
}
