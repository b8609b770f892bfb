package engine.proposal;

import engine.proposal.Call.Absent;
import engine.proposal.Call.Acquire;
import engine.proposal.Call.Cas;
import engine.proposal.Call.CheckIndex;
import engine.proposal.Call.CheckNotExists;
import engine.proposal.Call.CheckSession;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Delete;
import engine.proposal.Call.DeleteCas;
import engine.proposal.Call.DeletePrefix;
import engine.proposal.Call.EndSession;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Call.Release;
import engine.proposal.Call.Request;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a history of calls could have come from a store that does one call at a time, each between its begin and its end
 * (Wing and Gong's search, with the memory of Lowe's). Keys that no transaction, no session and no prefix joins are judged
 * apart. A call of which nobody knows the outcome may have been done at any time after its begin, or never.
 */
public final class Linearizability {
    /** Steps of the search for one group of keys, beyond which it is given up. */
    private static final int STEPS = 2_000_000;

    /** What the search found. */
    public sealed interface Verdict {}

    /** There is an order. */
    public record Linearizable() implements Verdict {}

    /**
     * There is none.
     *
     * @param calls all that concern the group of keys, in order of their begin
     * @param stuck the calls of which none could come next, after as many as possible were put in order
     */
    public record Violated(List<Call> calls, List<Call> stuck, String state) implements Verdict {
        @Override
        public String toString() {
            var text = new StringBuilder("no order of these calls is possible:\n");
            calls.forEach(call -> text.append("  ").append(call).append('\n'));
            text.append("none of these can come next:\n");
            stuck.forEach(call -> text.append("  ").append(call).append('\n'));
            return text + "in " + state;
        }
    }

    /** Too many calls at the same time to tell. */
    public record Undecided(List<Call> calls) implements Verdict {}

    private Linearizability() {}

    /** Judges a history, which may be in any order. */
    public static Verdict check(Collection<Call> history) {
        return check(history, STEPS);
    }

    /** The same with fewer or more steps for each group. */
    static Verdict check(Collection<Call> history, int steps) {
        Verdict verdict = new Linearizable();
        for (var group : groups(history)) {
            switch (new Search(group, steps).run()) {
                case Linearizable _ -> {}
                case Violated violated -> {
                    return violated;
                }
                case Undecided undecided -> verdict = undecided;
            }
        }
        return verdict;
    }

    // Groups of calls that have to do with each other

    private static Collection<List<Call>> groups(Collection<Call> history) {
        var keys = new TreeSet<String>();
        history.forEach(call -> names(call.request(), keys, Set.of()));
        var parents = new HashMap<String, String>();
        var first = new HashMap<Call, String>();
        for (var call : history) {
            var names = new TreeSet<String>();
            names(call.request(), names, keys);
            if (!names.isEmpty()) {
                first.put(call, names.first());
                names.forEach(name -> parents.put(root(parents, name), root(parents, names.first())));
            }
        }
        var groups = new TreeMap<String, List<Call>>();
        for (var call : history) {
            var name = first.get(call);
            if (name != null) {
                groups.computeIfAbsent(root(parents, name), _ -> new ArrayList<>())
                        .add(call);
            }
        }
        return groups.values();
    }

    private static String root(Map<String, String> parents, String name) {
        var at = name;
        for (var up = parents.get(at); up != null && !up.equals(at); up = parents.get(at)) {
            at = up;
        }
        return at;
    }

    private static void names(Request request, Set<String> into, Set<String> keys) {
        switch (request) {
            case Get(var key) -> into.add("k:" + key);
            case Put(var key, var _) -> into.add("k:" + key);
            case Cas(var key, var _, var _) -> into.add("k:" + key);
            case Delete(var key) -> into.add("k:" + key);
            case DeleteCas(var key, var _) -> into.add("k:" + key);
            case CheckIndex(var key, var _) -> into.add("k:" + key);
            case CheckNotExists(var key) -> into.add("k:" + key);
            case DeletePrefix(var prefix) ->
                keys.stream().filter(key -> key.startsWith("k:" + prefix)).forEach(into::add);
            case Acquire(var key, var _, var session) -> into.addAll(List.of("k:" + key, "s:" + session));
            case Release(var key, var _, var session) -> into.addAll(List.of("k:" + key, "s:" + session));
            case CheckSession(var key, var session) -> into.addAll(List.of("k:" + key, "s:" + session));
            case EndSession(var session, var _) -> into.add("s:" + session);
            case Transaction(var steps) -> steps.forEach(step -> names(step, into, keys));
        }
    }

    // The search

    private record Seen(BitSet done, KeyModel state) {}

    /** A point of the search: which call came last, which state it led to, and what is still to be tried next. */
    private record Point(int call, KeyModel state, Iterator<Try> next) {}

    private record Try(int call, KeyModel state) {}

    private static final class Search {
        private final List<Call> calls;
        private final BitSet done = new BitSet();
        private final Set<Seen> seen = new HashSet<>();
        private final int known;
        private final int limit;
        private int first;
        private int best = -1;
        private List<Call> stuck = List.of();
        private KeyModel stuckIn = KeyModel.EMPTY;

        Search(List<Call> group, int limit) {
            this.limit = limit;
            this.calls = group.stream()
                    .sorted(Comparator.comparingLong(Call::invoked).thenComparingLong(Call::returned))
                    .toList();
            this.known =
                    (int) calls.stream().filter(call -> call.answer() != null).count();
        }

        Verdict run() {
            var path = new ArrayList<Point>();
            path.add(new Point(-1, KeyModel.EMPTY, tries(KeyModel.EMPTY).iterator()));
            var count = 0;
            for (var steps = 0; !path.isEmpty(); steps++) {
                if (count == known) {
                    return new Linearizable();
                }
                if (steps > limit) {
                    return new Undecided(calls);
                }
                var point = path.getLast();
                if (!point.next().hasNext()) {
                    path.removeLast();
                    if (point.call() >= 0) {
                        done.clear(point.call());
                        first = Math.min(first, point.call());
                        count -= calls.get(point.call()).answer() == null ? 0 : 1;
                    }
                    continue;
                }
                var next = point.next().next();
                done.set(next.call());
                if (seen.add(new Seen((BitSet) done.clone(), next.state()))) {
                    count += calls.get(next.call()).answer() == null ? 0 : 1;
                    path.add(new Point(
                            next.call(), next.state(), tries(next.state()).iterator()));
                } else {
                    done.clear(next.call());
                    first = Math.min(first, next.call());
                }
            }
            return count == known ? new Linearizable() : new Violated(calls, stuck, stuckIn.toString());
        }

        /** Which calls can come next: those that began before any other has ended. */
        private List<Try> tries(KeyModel state) {
            first = done.nextClearBit(first);
            var could = new ArrayList<Integer>();
            var end = Call.NEVER;
            for (var i = first; i < calls.size() && calls.get(i).invoked() <= end; i = done.nextClearBit(i + 1)) {
                could.add(i);
                end = Math.min(end, calls.get(i).returned());
            }
            var limit = end;
            could.removeIf(i -> calls.get(i).invoked() > limit);
            // Who ends first is tried first; what nobody knows of, last.
            could.sort(Comparator.comparingLong((Integer i) -> calls.get(i).returned()));
            var tries = new ArrayList<Try>();
            for (var i : could) {
                var call = calls.get(i);
                for (var after : state.after(call.request(), call.answer())) {
                    if (withoutEffect(call) && after.equals(state)) {
                        // Nothing that comes later depends on it, so it may as well come now.
                        return List.of(new Try(i, after));
                    }
                    if (call.answer() != null || !after.equals(state)) {
                        tries.add(new Try(i, after));
                    }
                }
            }
            deepest(could, state);
            return tries;
        }

        private static boolean withoutEffect(Call call) {
            return switch (call.answer()) {
                case null -> false;
                case Absent _, Found _, RolledBack _ -> true;
                case Held(var held) -> !held;
                case Committed _ -> false;
            };
        }

        private void deepest(List<Integer> could, KeyModel state) {
            if (done.cardinality() > best) {
                best = done.cardinality();
                stuck = could.stream().map(calls::get).toList();
                stuckIn = state;
            }
        }
    }
}
