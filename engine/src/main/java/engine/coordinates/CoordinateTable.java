package engine.coordinates;

import engine.state.Key;
import engine.state.PersistentSortedMap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where all nodes are, as this server knows. It is in memory alone, and no part of the replicated state: servers tell each other
 * what is new, and agents say again where they are. Reads take no lock.
 */
final class CoordinateTable {
    /** Who moves less, in seconds, is still where it was said to be: nobody is woken. */
    static final double NOTABLE = 50e-6;

    /** How much the error must have changed to be told. */
    private static final double NOTABLE_ERROR = 0.1;

    /** So old, in milliseconds, is forgotten where no such node is registered. */
    private static final long FORGOTTEN_AFTER = 600_000;

    /** Nodes of one table: a bound for what others say. */
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final LongSupplier index;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Picture now;

    /**
     * All of it at one moment.
     *
     * @param places by folded name and segment
     * @param version grows with every change
     * @param changedAt an index that does so too, not below that of the server's state at the time
     */
    public record Picture(PersistentSortedMap<Place> places, long version, long changedAt) {

        /** Where a node is, in the segment that there is. */
        public Optional<Coordinate> of(String node) {
            return Optional.ofNullable(places.get(key(node, ""))).map(Place::coordinate);
        }

        /** What came after a version. */
        public List<Place> since(long known) {
            return known >= version
                    ? List.of()
                    : places.values().stream()
                            .filter(place -> place.version() > known)
                            .toList();
        }
    }

    /** @param index that of the server's state */
    public CoordinateTable(InstantSource clock, LongSupplier index) {
        this.clock = clock;
        this.index = index;
        this.now = new Picture(PersistentSortedMap.empty(), 0, index.getAsLong());
    }

    /** Has {@code changed} run after each change, on the thread that made it. */
    public void subscribe(Runnable changed) {
        listeners.add(changed);
    }

    private static String key(String node, String segment) {
        return Key.fold(node) + '\0' + segment;
    }

    /** The present one. */
    public Picture picture() {
        return now;
    }

    /** A node says where it is. Nothing changes where that is about where it was. */
    public void put(String node, String segment, Coordinate coordinate) {
        var known = now.places().get(key(node, segment));
        if (known != null && !isNotable(known.coordinate(), coordinate)) {
            return;
        }
        var stamp = Math.max(clock.millis(), known == null ? 0 : known.stamp() + 1);
        merge(List.of(new Place(node, segment, coordinate, stamp, 0)));
    }

    private static boolean isNotable(Coordinate before, Coordinate after) {
        return after.movedFrom(before) > NOTABLE || Math.abs(after.error() - before.error()) > NOTABLE_ERROR;
    }

    /** What another server knows: of each node the later counts. */
    public void merge(List<Place> told) {
        if (taken(told)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean taken(List<Place> told) {
        var places = now.places();
        var version = now.version() + 1;
        var before = places;
        for (var each : told) {
            var key = key(each.node(), each.segment());
            var known = places.get(key);
            if (known == null ? places.size() < MOST : known.stamp() < each.stamp()) {
                places = places.put(
                        key, new Place(each.node(), each.segment(), each.coordinate(), each.stamp(), version));
            }
        }
        return show(before, places, version);
    }

    /** A node is no more. */
    public void forget(String node) {
        var keys = new ArrayList<String>();
        now.places().forPrefix(key(node, ""), (key, _) -> keys.add(key));
        remove(keys);
    }

    /** Forgets what was said long ago of nodes that are not registered. */
    public void sweep(Predicate<String> registered) {
        var before = clock.millis() - FORGOTTEN_AFTER;
        remove(now.places().values().stream()
                .filter(place -> place.stamp() < before && !registered.test(place.node()))
                .map(place -> key(place.node(), place.segment()))
                .toList());
    }

    private void remove(List<String> keys) {
        if (!keys.isEmpty() && removed(keys)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean removed(List<String> keys) {
        var before = now.places();
        var places = before;
        for (var key : keys) {
            places = places.remove(key);
        }
        return show(before, places, now.version() + 1);
    }

    @SuppressWarnings("ReferenceEquality") // the very same map is the one that did not change
    private boolean show(PersistentSortedMap<Place> before, PersistentSortedMap<Place> places, long version) {
        if (places == before) {
            return false;
        }
        now = new Picture(places, version, Math.max(now.changedAt(), index.getAsLong()) + 1);
        return true;
    }
}
