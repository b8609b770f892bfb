package engine;

import engine.state.PersistentSortedMap;

/** Keys that are the cluster's own: anybody may read them, but what writes them are endpoints of their own. */
final class OwnKeys {
    /** What all keys begin with that the engine makes for itself. */
    static final String ALL = ".engine/";
    /** Of those that nobody else may write. */
    static final String PREFIX = ALL + "trigger";
    /** Before the name of a trigger. */
    static final String TRIGGERS = PREFIX + "/";
    /** Before the name of a node: how it takes the triggers. */
    static final String TRIGGER_NODES = PREFIX + "-node/";

    private OwnKeys() {}

    /**
     * A key that anybody may write.
     *
     * @throws IllegalArgumentException with a sentence for one of these
     */
    static String writable(String key) {
        if (key.startsWith(PREFIX)) {
            throw new IllegalArgumentException("keys that begin with " + PREFIX
                    + " are the cluster's own: triggers are written with engine trigger apply and delete");
        }
        return key;
    }

    /**
     * A prefix whose keys anybody may delete.
     *
     * @throws IllegalArgumentException with a sentence where one of these would go with them
     */
    static String deletable(String prefix, PersistentSortedMap<?> keys) {
        writable(prefix);
        if (PREFIX.startsWith(prefix)) {
            keys.forPrefix(PREFIX, (key, _) -> {
                throw new IllegalArgumentException("that would delete keys of the cluster's own, such as " + key
                        + ": delete other prefixes one by one");
            });
        }
        return prefix;
    }
}
