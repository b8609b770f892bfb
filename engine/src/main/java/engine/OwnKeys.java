package engine;

import engine.state.PersistentSortedMap;
import java.util.Map;

/** Keys that are the cluster's own: anybody may read them, but what writes them are endpoints of their own. */
final class OwnKeys {
    /** What all keys begin with that the engine makes for itself. */
    static final String ALL = ".engine/";

    private static final String TRIGGER = ALL + "trigger";
    /** Before the name of a trigger. */
    static final String TRIGGERS = TRIGGER + "/";
    /** Before the name of a node: how it takes the triggers. */
    static final String TRIGGER_NODES = TRIGGER + "-node/";
    /** Before what is in maintenance by the word of the datacenter. */
    static final String MAINTENANCE = ALL + "maintenance/";

    /** What the servers do about each other. */
    static final String AUTOPILOT = ALL + "autopilot";

    /** What those begin with that nobody else may write, and how they are written. */
    private static final Map<String, String> CLOSED = Map.of(
            TRIGGER, "triggers are written with engine trigger apply and delete",
            MAINTENANCE, "maintenance begins and ends with engine maint",
            AUTOPILOT, "autopilot is configured with engine operator autopilot set-config");

    private OwnKeys() {}

    /**
     * A key that anybody may write.
     *
     * @throws IllegalArgumentException with a sentence for one of these
     */
    static String writable(String key) {
        CLOSED.forEach((prefix, how) -> {
            if (key.startsWith(prefix)) {
                throw new IllegalArgumentException("keys that begin with " + prefix + " are the cluster's own: " + how);
            }
        });
        return key;
    }

    /**
     * A prefix whose keys anybody may delete.
     *
     * @throws IllegalArgumentException with a sentence where one of these would go with them
     */
    static String deletable(String prefix, PersistentSortedMap<?> keys) {
        writable(prefix);
        CLOSED.keySet().stream()
                .filter(closed -> closed.startsWith(prefix))
                .forEach(closed -> keys.forPrefix(closed, (key, _) -> {
                    throw new IllegalArgumentException("that would delete keys of the cluster's own, such as " + key
                            + ": delete other prefixes one by one");
                }));
        return prefix;
    }
}
