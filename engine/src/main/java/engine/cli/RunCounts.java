package engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How many runs are in which state, in words such as {@code 2 succeeded, 1 failed}. */
final class RunCounts {
    private static final List<String> STATUSES =
            List.of("succeeded", "failed", "timed-out", "interrupted", "skipped", "elsewhere", "running", "queued");

    private RunCounts() {}

    /** Of a count by status; empty when there is none. */
    static String of(Fields counts) {
        return words(counts::number);
    }

    /** Of the runs themselves; empty when there is none. */
    static String of(List<Fields> runs) {
        return words(status ->
                runs.stream().filter(run -> run.text("Status").equals(status)).count());
    }

    private static String words(ToLongFunction<String> counts) {
        var words = new ArrayList<String>();
        for (var status : STATUSES) {
            long count = counts.applyAsLong(status);
            if (count > 0) {
                words.add(count + " " + status);
            }
        }
        return String.join(", ", words);
    }
}
