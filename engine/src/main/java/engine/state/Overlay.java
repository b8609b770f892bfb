package engine.state;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What was written to a key without the majority.
 *
 * @param passed whether the majority has written the key since: then that is what is seen
 * @param changedAt this node's own index when it learned of that
 */
public record Overlay(Value.Overlay value, Stamp stamp, boolean passed, long changedAt) {

    Overlay with(boolean nowPassed, long at) {
        return new Overlay(value, stamp, nowPassed, at);
    }

    /** Bytes of its value. */
    public long size() {
        return value.bytes() == null ? 0 : value.bytes().size();
    }

    /**
     * The key as it is seen with this write over what the majority has: its lock stays who holds it, its indexes stay what this
     * write was based on. Null for a deletion.
     */
    @Nullable
    Stored<Value.Kv> over(@Nullable Stored<Value.Kv> committed) {
        ByteString bytes = value.bytes();
        if (bytes == null) {
            return null;
        }
        if (committed == null) {
            return new Stored<>(new Value.Kv(bytes, value.flags()), 0, value.basedOn(), changedAt);
        }
        var before = committed.value();
        return new Stored<>(
                new Value.Kv(bytes, value.flags(), before.lockIndex(), before.session(), 0),
                committed.createIndex(),
                value.basedOn(),
                changedAt);
    }
}
