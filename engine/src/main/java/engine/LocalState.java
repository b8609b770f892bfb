package engine;

import engine.state.PersistentSortedMap;

/** What is registered with this agent, as one immutable picture, by id. */
record LocalState(PersistentSortedMap<LocalService> services, PersistentSortedMap<LocalCheck> checks) {

    static final LocalState EMPTY = new LocalState(PersistentSortedMap.empty(), PersistentSortedMap.empty());
}
