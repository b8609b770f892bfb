package engine.state;

import java.util.OptionalLong;

/** One thing that a write does. */
public sealed interface Op {

    /** Sets an entry. A value equal to the one that is there changes nothing and moves no index. */
    record Put(Key key, Value value) implements Op {
        public Put {
            check(key, value);
        }
    }

    /** Deletes an entry; nothing happens when there is none. */
    record Delete(Key key) implements Op {}

    /**
     * Sets an entry whose ModifyIndex is as expected, 0 for "does not exist".
     */
    record PutIf(Key key, Value value, long expected) implements Op {
        public PutIf {
            check(key, value);
        }
    }

    /** Deletes an entry whose ModifyIndex is as expected; as in Consul, the condition holds too where there is no entry. */
    record DeleteIf(Key key, long expected) implements Op {}

    private static void check(Key key, Value value) {
        if (!key.fits(value)) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getSimpleName() + " under a key that is not its own");
        }
    }

    /** A put with or without a condition. */
    static Op put(Key key, Value value, OptionalLong ifModifyIndex) {
        return ifModifyIndex.isPresent() ? new PutIf(key, value, ifModifyIndex.getAsLong()) : new Put(key, value);
    }

    /** A delete with or without a condition. */
    static Op delete(Key key, OptionalLong ifModifyIndex) {
        return ifModifyIndex.isPresent() ? new DeleteIf(key, ifModifyIndex.getAsLong()) : new Delete(key);
    }

    /** The entry that it touches. */
    Key key();
}
