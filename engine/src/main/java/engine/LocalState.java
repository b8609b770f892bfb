package engine;

import engine.state.PersistentSortedMap;

/**
 * What is registered with this agent, as one immutable picture, by id.
 *
 * @param pasts of the checks that have changed since they are known
 */
record LocalState(
        PersistentSortedMap<LocalService> services,
        PersistentSortedMap<LocalCheck> checks,
        PersistentSortedMap<CheckPast> pasts) {

    /** Without a past. */
    LocalState(PersistentSortedMap<LocalService> services, PersistentSortedMap<LocalCheck> checks) {
        this(services, checks, PersistentSortedMap.empty());
    }

    static final LocalState EMPTY = new LocalState(PersistentSortedMap.empty(), PersistentSortedMap.empty());
}
