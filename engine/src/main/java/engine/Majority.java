package engine;

import engine.cluster.ClusterView;
import engine.state.PersistentSortedMap;
import engine.state.Value;
import engine.state.Value.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Whether a majority of the servers can be reached from here. Each answer to a read says so: it is worked out again only when there are
 * other agents, or the cluster is seen otherwise. For any thread.
 */
final class Majority {
    /** Compared as objects: neither ever changes. */
    private record Known(PersistentSortedMap<Value.Member> members, ClusterView seen, boolean there) {}

    private volatile @Nullable Known last;

    /** @param members all agents; as well as {@code seen}, an object that stays as it is */
    @SuppressWarnings("ReferenceEquality") // as said
    boolean isThere(PersistentSortedMap<Value.Member> members, ClusterView seen) {
        var known = last;
        if (known == null || known.members() != members || known.seen() != seen) {
            known = new Known(members, seen, look(members, seen));
            last = known;
        }
        return known.there();
    }

    private static boolean look(PersistentSortedMap<Value.Member> members, ClusterView seen) {
        var servers = 0;
        var up = 0;
        for (var member : members.values()) {
            if (member.server() && member.standing() != Standing.LEFT) {
                servers++;
                if (seen.reaches(Members.address(member))) {
                    up++;
                }
            }
        }
        return seen.formed() && up > servers / 2;
    }
}
