package engine;

import engine.http.Context;
import engine.http.Indexed;
import engine.http.KvConflicts;
import engine.kv.Operation;
import engine.kv.State;
import engine.state.Published;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Writes that were not taken over, as the log's state keeps them. */
record HttpKvConflicts(Published published, KvWrites writes, Supplier<State> state) implements KvConflicts {

    @Override
    public Indexed<List<Conflict>> list(String prefix) {
        // The picture first: what it shows the state has.
        var at = published.current().kv().overlays().conflictsAt();
        return new Indexed<>(
                at,
                state.get().conflicts().all().stream()
                        .filter(conflict -> conflict.key().startsWith(prefix))
                        .map(conflict -> new Conflict(
                                conflict.key(),
                                conflict.stamp(),
                                Optional.ofNullable(conflict.value()),
                                conflict.flags(),
                                conflict.basedOn(),
                                conflict.committed(),
                                Instant.ofEpochMilli(conflict.millis()),
                                conflict.writer()))
                        .toList());
    }

    @Override
    public CompletionStage<Boolean> forget(String key, String stamp, Context context) {
        return writes.held(() -> new Operation.ForgetConflict(key, stamp), context);
    }
}
