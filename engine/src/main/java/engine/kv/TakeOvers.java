package engine.kv;

import org.jspecify.annotations.Nullable;

/** Settles writes that were made without the majority. */
final class TakeOvers {
    private final Draft draft;
    private final KeyWrites keys;

    TakeOvers(Draft draft) {
        this.draft = draft;
        this.keys = new KeyWrites(draft);
    }

    /** Whether the key is as it was written, or was after it. */
    boolean settle(Operation.TakeOver write) {
        var key = write.key();
        if (draft.conflicts.isSettled(key, write.stamp())) {
            return !draft.conflicts.has(key, write.stamp());
        }
        var before = draft.entry(key);
        var taken = free(write, before) || same(write, before);
        if (taken) {
            take(write, before);
        } else {
            refuse(write, before);
        }
        draft.conflicts = draft.conflicts.settling(key, settled(write, taken));
        return taken;
    }

    /** Whether nobody has changed the key since, but for an earlier write of the same kind on the same basis. */
    private boolean free(Operation.TakeOver write, @Nullable Entry before) {
        return KeyWrites.matches(before, write.basedOn())
                || draft.conflicts.follows(write.key(), write.basedOn(), before == null ? 0 : before.modifyIndex());
    }

    private static boolean same(Operation.TakeOver write, @Nullable Entry before) {
        var value = write.value();
        if (before == null || value == null) {
            return before == null && value == null;
        }
        return before.value().equals(value) && before.flags() == write.flags();
    }

    private void take(Operation.TakeOver write, @Nullable Entry before) {
        draft.by(write.writer());
        var value = write.value();
        if (value != null && !same(write, before)) {
            keys.set(write.key(), before, value, write.flags(), 0, KvChange.Kind.TAKEN_OVER);
        } else if (value == null && before != null) {
            draft.write(write.key(), before, null, KvChange.Kind.TAKEN_OVER);
        }
    }

    private void refuse(Operation.TakeOver write, @Nullable Entry before) {
        draft.conflicts = draft.conflicts.with(new Conflict(
                write.key(),
                write.stamp(),
                write.value(),
                write.flags(),
                write.basedOn(),
                before == null ? 0 : before.modifyIndex(),
                write.writer(),
                draft.millis));
    }

    private Conflicts.Settled settled(Operation.TakeOver write, boolean taken) {
        var now = draft.entry(write.key());
        return new Conflicts.Settled(
                write.stamp(), write.basedOn(), now == null ? 0 : now.modifyIndex(), taken, draft.batches);
    }
}
