package engine.local;

import engine.state.PersistentSortedMap;

/**
 * What is registered with this agent, as one immutable picture, by id.
 *
 * @param pasts of the checks that have changed since they are known
 */
public record LocalState(
        PersistentSortedMap<LocalService> services,
        PersistentSortedMap<LocalCheck> checks,
        PersistentSortedMap<CheckPast> pasts) {

    /** Without a past. */
    public LocalState(PersistentSortedMap<LocalService> services, PersistentSortedMap<LocalCheck> checks) {
        this(services, checks, PersistentSortedMap.empty());
    }

    /** Nothing is registered. */
    public static final LocalState EMPTY = new LocalState(PersistentSortedMap.empty(), PersistentSortedMap.empty());
}
