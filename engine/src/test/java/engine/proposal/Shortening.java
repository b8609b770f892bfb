package engine.proposal;

import engine.proposal.Call.Absent;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Request;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import engine.proposal.Linearizability.Violated;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which few calls of a history that is not linearizable show it. Calls are left out only where that allows more: those that came
 * later, those that changed nothing, and the answers of others, which then may have been done at any time or never.
 */
final class Shortening {
    /** For each attempt: a history that takes longer to judge is no better explanation. */
    private static final int STEPS = 20_000;

    private final long deadline;
    private Violated found;

    private Shortening(Violated violated, long nanos) {
        found = violated;
        deadline = System.nanoTime() + nanos;
    }

    /** The shortest explanation found within a time; at worst the one that is given. */
    static Violated of(Violated violated, long nanos) {
        var shortening = new Shortening(violated, nanos);
        shortening.cutTail();
        for (var chunk = Integer.highestOneBit(shortening.found.calls().size()); chunk > 0; chunk /= 2) {
            shortening.weaken(chunk);
        }
        return shortening.found;
    }

    /** What was answered first that could not be. */
    private void cutTail() {
        var all = found.calls();
        var ends = all.stream()
                .mapToLong(Call::returned)
                .filter(end -> end != Call.NEVER)
                .sorted()
                .toArray();
        var possible = -1;
        var impossible = ends.length - 1;
        while (impossible - possible > 1 && !isOver()) {
            var middle = (possible + impossible) / 2;
            if (judge(until(all, ends[middle]))) {
                impossible = middle;
            } else {
                possible = middle;
            }
        }
    }

    private static List<Call> until(Collection<Call> calls, long end) {
        var before = new ArrayList<Call>();
        for (var call : calls) {
            var weaker = call.returned() > end ? weaker(call) : call;
            if (call.invoked() <= end && weaker != null) {
                before.add(weaker);
            }
        }
        return before;
    }

    private void weaken(int chunk) {
        for (var end = found.calls().size(); end > 0 && !isOver(); end -= chunk) {
            var calls = found.calls();
            end = Math.min(end, calls.size());
            var rest = new ArrayList<>(calls.subList(0, Math.max(0, end - chunk)));
            calls.subList(rest.size(), end).stream()
                    .map(Shortening::weaker)
                    .filter(call -> call != null)
                    .forEach(rest::add);
            rest.addAll(calls.subList(end, calls.size()));
            if (!rest.equals(calls)) {
                judge(rest);
            }
        }
    }

    /** Whether they show it too; then they are what is found. */
    private boolean judge(List<Call> calls) {
        if (Linearizability.check(calls, STEPS) instanceof Violated violated) {
            found = violated;
            return true;
        }
        return false;
    }

    /** The same call where nobody knows its outcome; null where that says nothing. */
    private static @Nullable Call weaker(Call call) {
        return changesNothing(call) ? null : Call.unknown(call.client(), call.invoked(), call.request());
    }

    private static boolean changesNothing(Call call) {
        return reads(call.request())
                || switch (call.answer()) {
                    case null -> false;
                    case Absent _, Found _, RolledBack _ -> true;
                    case Held(var held) -> !held;
                    case Committed _ -> false;
                };
    }

    private static boolean reads(Request request) {
        return request instanceof Transaction(var steps)
                ? steps.stream().allMatch(Get.class::isInstance)
                : request instanceof Get;
    }

    private boolean isOver() {
        return System.nanoTime() > deadline;
    }
}
