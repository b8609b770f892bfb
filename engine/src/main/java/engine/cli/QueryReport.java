package engine.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** The words about a query: what each node answers. */
final class QueryReport implements RunsReport {
    private final Shell shell;
    private final Set<String> told = new HashSet<>();

    QueryReport(Shell shell) {
        this.shell = shell;
    }

    @Override
    public String subject() {
        return "query";
    }

    @Override
    public String news(Fields runs) {
        var out = new StringBuilder();
        for (var run : runs.objects("Runs")) {
            if (EventProgress.ended(run) && told.add(run.text("Node") + "\n" + run.text("Trigger"))) {
                append(out, run);
            }
        }
        return out.toString();
    }

    /** One line stands beside the node, several below it; an answer that failed says so. */
    private void append(StringBuilder out, Fields run) {
        var lines = run.text("Output").stripTrailing().lines().toList();
        var failed = EventProgress.failed(run);
        out.append(shell.bold(Table.safe(run.text("Node"))));
        if (failed) {
            out.append("  ")
                    .append(shell.red(Table.safe(run.text("Status"))))
                    .append("  ")
                    .append(Table.safe(run.text("Reason")));
        }
        if (lines.size() == 1 && !failed) {
            out.append("  ").append(Table.safe(lines.getFirst())).append('\n');
            return;
        }
        out.append('\n');
        lines.forEach(line -> out.append("    ").append(Table.safe(line)).append('\n'));
    }

    @Override
    public String summary(Fields runs) {
        var receipts = runs.objects("Receipts");
        var acknowledged = receipts.size() == 1 ? "1 node" : receipts.size() + " nodes";
        var answered = answered(runs);
        if (answered > 0) {
            return "%s acknowledged, %d answered.\n".formatted(acknowledged, answered);
        }
        var reasons = new ArrayList<String>();
        receipts.stream().limit(1).forEach(receipt -> reasons.add(EventReport.because(receipt)));
        return acknowledged + " acknowledged, none answered"
                + (reasons.isEmpty() || !runs.objects("Runs").isEmpty() ? "" : ": " + reasons.getFirst()) + ".\n";
    }

    private static long answered(Fields runs) {
        return runs.objects("Runs").stream()
                .filter(run -> EventProgress.ended(run) && !EventProgress.failed(run))
                .map(run -> run.text("Node"))
                .distinct()
                .count();
    }

    /** Whether somebody answered, and nobody failed to. */
    static boolean isAnswered(Fields runs) {
        return EventProgress.allWell(runs) && answered(runs) > 0;
    }

    @Override
    public String outstanding(Fields runs) {
        return EventReport.open(runs);
    }
}
