package engine;

import engine.kv.Batch;
import engine.kv.Conflicts;
import engine.kv.Operation;
import engine.state.Settlement;
import engine.state.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the log's state says of writes that were made without the majority. */
record KvSettlement(Conflicts conflicts, boolean changesConflicts, List<Stamp> stamps) implements Settlement {

    /** What a batch changed of it; empty when it changed nothing. */
    @SuppressWarnings("ReferenceEquality") // what was not changed is the very same
    static Optional<Settlement> of(Batch batch, Conflicts before, Conflicts after) {
        if (before == after) {
            return Optional.empty();
        }
        var stamps = batch.commands().stream()
                .flatMap(command -> command.operation() instanceof Operation.TakeOver write
                        ? Stamp.parse(write.stamp()).stream()
                        : Stream.empty())
                .toList();
        return Optional.of(new KvSettlement(after, differ(before, after), stamps));
    }

    /** All of it, of a state that came as a whole. */
    static Settlement of(Conflicts before, Conflicts after) {
        var stamps = after.stamps().stream()
                .flatMap(stamp -> Stamp.parse(stamp).stream())
                .toList();
        return new KvSettlement(after, differ(before, after), stamps);
    }

    private static boolean differ(Conflicts before, Conflicts after) {
        return !before.open().equals(after.open());
    }

    @Override
    public boolean isSettled(String key, Stamp stamp) {
        return conflicts.isSettled(key, stamp.text());
    }

    @Override
    public boolean follows(String key, long basedOn, long modifyIndex) {
        return conflicts.follows(key, basedOn, modifyIndex);
    }
}
