package engine.external;

import engine.state.Key;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who probes which check: the same wherever the same probers and checks are known. Rendezvous hashing (Thaler and Ravishankar, 1998)
 * with bounded loads: each check goes to the prober that it is nearest to of those that have room, and none has more than one check
 * more than another. When a prober goes its checks move, and of the others those few that room was made for, or taken from.
 */
final class Assignment {
    /** More checks are not probed by one agent; those beyond that are probed by nobody. */
    static final int MOST_OF_ONE = 10_000;

    private Assignment() {}

    /** The name of the prober of each check. */
    static Map<Key.Check, String> of(Collection<Key.Check> checks, Collection<String> probers) {
        return of(checks, probers, MOST_OF_ONE);
    }

    static Map<Key.Check, String> of(Collection<Key.Check> checks, Collection<String> probers, int most) {
        var assigned = new HashMap<Key.Check, String>();
        if (probers.isEmpty()) {
            return assigned;
        }
        var names = probers.stream().map(Key::fold).distinct().sorted().toList();
        var rooms = new Rooms(names, checks.size(), most);
        checks.stream()
                .map(check -> new Placed(check, hash(check.node() + '\0' + check.id())))
                .sorted(Placed.ORDER)
                .forEach(check -> {
                    var prober = rooms.take(check.hash());
                    if (prober != null) {
                        assigned.put(check.key(), prober);
                    }
                });
        return assigned;
    }

    /** The order is one of chance, and the same everywhere. */
    private record Placed(Key.Check key, long hash) {
        static final Comparator<Placed> ORDER = Comparator.comparingLong(Placed::hash)
                .thenComparing(placed -> placed.key().node())
                .thenComparing(placed -> placed.key().id());
    }

    /** What room each prober has left. */
    private static final class Rooms {
        private final List<String> names;
        private final long[] hashes;
        private final int[] left;
        /** Probers that may have one check more than the others. */
        private int larger;

        Rooms(List<String> names, int checks, int most) {
            this.names = names;
            this.hashes = names.stream().mapToLong(Assignment::hash).toArray();
            this.left = new int[names.size()];
            var each = checks / names.size();
            this.larger = each >= most ? 0 : checks % names.size();
            Arrays.fill(left, Math.min(each, most));
        }

        /** Null where nobody has room. */
        @Nullable
        String take(long check) {
            var nearest = -1;
            var best = 0L;
            for (var i = 0; i < left.length; i++) {
                if (left[i] > 0 || (left[i] == 0 && larger > 0)) {
                    var score = mix(check ^ hashes[i]);
                    if (nearest < 0 || Long.compareUnsigned(score, best) > 0) {
                        nearest = i;
                        best = score;
                    }
                }
            }
            if (nearest < 0) {
                return null;
            }
            if (left[nearest] == 0) {
                larger--;
            }
            left[nearest]--;
            return names.get(nearest);
        }
    }

    /** FNV-1a over the characters, its bits mixed. */
    static long hash(String text) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64: each bit of what comes in changes half of what goes out. */
    private static long mix(long bits) {
        var mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
