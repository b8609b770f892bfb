package engine.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the nodes are with an event.
 *
 * @param done names of nodes that have told and whose runs are all over
 * @param total names of the nodes that are expected to be
 * @param open what is not over: node, trigger or nothing, and in which state it is
 */
record EventProgress(Set<String> done, Set<String> total, List<List<String>> open) {

    /**
     * Of an answer on the runs.
     *
     * @param expected the nodes that match; empty for all that are there
     */
    static EventProgress of(Fields runs, Set<String> expected) {
        var open = new ArrayList<List<String>>();
        Map<String, Long> ended = new HashMap<>();
        var busy = new HashSet<String>();
        for (var run : runs.objects("Runs")) {
            if (ended(run)) {
                ended.merge(run.text("Node"), 1L, Long::sum);
            } else {
                busy.add(run.text("Node"));
                open.add(List.of(run.text("Node"), run.text("Trigger"), run.text("Status")));
            }
        }
        var done = new HashSet<String>();
        var total = new HashSet<>(expected);
        for (var receipt : runs.objects("Receipts")) {
            var node = receipt.text("Node");
            long triggers = receipt.number("Triggers");
            if (expected.isEmpty() || triggers > 0) {
                total.add(node);
            }
            if (!busy.contains(node) && ended.getOrDefault(node, 0L) >= triggers) {
                done.add(node);
            }
        }
        for (var node : runs.texts("Waiting")) {
            if (expected.isEmpty()) {
                total.add(node);
            }
            if (total.contains(node)) {
                open.add(List.of(node, "-", "no word yet"));
            }
        }
        done.retainAll(total);
        return new EventProgress(done, total, open);
    }

    /** Whether nothing is expected any more. */
    boolean isOver() {
        return done.size() == total.size();
    }

    /** Whether a run is over, and there is nothing wrong with it: also one that another node has. */
    private static boolean isWell(Fields run) {
        var status = run.text("Status");
        return status.equals("succeeded") || status.equals("elsewhere");
    }

    /** Whether every run ended well, also when there was none. */
    static boolean allWell(Fields runs) {
        return runs.objects("Runs").stream().allMatch(EventProgress::isWell);
    }

    static boolean ended(Fields run) {
        var status = run.text("Status");
        return !status.equals("queued") && !status.equals("running");
    }

    /** Whether a run is over and did not succeed. */
    static boolean failed(Fields run) {
        return ended(run) && !isWell(run);
    }
}
