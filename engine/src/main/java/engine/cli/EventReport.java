package engine.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** The words about an event's runs: what is new since the last look, and the sum at the end. */
final class EventReport implements RunsReport {
    /** Lines of a run's output that are shown; the last ones tell most. */
    private static final int OUTPUT_LINES = 20;

    private final Shell shell;
    private final boolean onlyFailed;
    private final int outputLines;
    private final Set<String> told = new HashSet<>();

    /** On all of it, with the end of each run's output. */
    EventReport(Shell shell) {
        this(shell, false, OUTPUT_LINES);
    }

    /**
     * @param onlyFailed leaves out what succeeded, and nodes with nothing to run
     * @param outputLines of each run, the last ones
     */
    EventReport(Shell shell, boolean onlyFailed, int outputLines) {
        this.shell = shell;
        this.onlyFailed = onlyFailed;
        this.outputLines = outputLines;
    }

    @Override
    public String subject() {
        return "event";
    }

    /** The same, with nothing told yet. */
    EventReport again() {
        return new EventReport(shell, onlyFailed, outputLines);
    }

    /** What has ended, or been found not to concern a node, since the last call. */
    @Override
    public String news(Fields runs) {
        var out = new StringBuilder();
        for (var receipt : runs.objects("Receipts")) {
            if (!onlyFailed && receipt.number("Triggers") == 0 && told.add("node " + receipt.text("Node"))) {
                out.append(Table.safe(receipt.text("Node")))
                        .append("  runs nothing: ")
                        .append(because(receipt))
                        .append('\n');
            }
        }
        for (var run : runs.objects("Runs")) {
            if (EventProgress.ended(run)
                    && isWanted(run)
                    && told.add("run " + run.text("Node") + "\n" + run.text("Trigger"))) {
                append(out, run);
            }
        }
        return out.toString();
    }

    /** Whether a run is one to report on. */
    boolean isWanted(Fields run) {
        return !onlyFailed || EventProgress.failed(run);
    }

    private void append(StringBuilder out, Fields run) {
        var words = new ArrayList<String>();
        words.add(shell.bold(Table.safe(run.text("Node"))));
        words.add(Table.safe(run.text("Trigger")));
        words.add(coloured(run.text("Status")));
        if (!run.text("ExitCode").isEmpty()) {
            words.add("exit " + run.text("ExitCode"));
        }
        if (!run.text("DurationMs").isEmpty()) {
            words.add(Times.text(run.number("DurationMs")));
        }
        if (!run.text("Reason").isEmpty()) {
            words.add(Table.safe(run.text("Reason")));
        }
        out.append(String.join("  ", words)).append('\n');
        var lines = run.text("Output").stripTrailing().lines().toList();
        int hidden = Math.max(0, lines.size() - outputLines);
        if (hidden > 0 && outputLines > 0) {
            out.append("    ... (").append(hidden).append(" lines before)\n");
        }
        for (var line : lines.subList(hidden, lines.size())) {
            out.append("    ").append(Table.safe(line)).append('\n');
        }
    }

    private String coloured(String status) {
        return switch (status) {
            case "succeeded" -> shell.green(status);
            case "skipped", "elsewhere" -> shell.yellow(status);
            default -> shell.red(Table.safe(status));
        };
    }

    /** One line on all of it, and why where nothing ran. */
    @Override
    public String summary(Fields runs) {
        var counts = RunCounts.of(runs.objects("Runs"));
        long idle = runs.objects("Receipts").stream()
                .filter(receipt -> receipt.number("Triggers") == 0)
                .count();
        if (counts.isEmpty()) {
            return "Nothing ran: "
                    + (idle == 0 ? "no node has told yet" : "no trigger on " + nodes(idle) + " was for this event")
                    + ".\n";
        }
        return counts + (idle == 0 ? "" : "; " + nodes(idle) + " had nothing to run") + ".\n";
    }

    private static String nodes(long count) {
        return count == 1 ? "1 node" : count + " nodes";
    }

    /** Why a node runs nothing. */
    static String because(Fields receipt) {
        var reason = Table.safe(receipt.text("Reason"));
        return reason.isEmpty() ? "no reason given" : reason;
    }

    /** What an event that is not complete still waits for. */
    @Override
    public String outstanding(Fields runs) {
        return open(runs);
    }

    /** What an event that is not complete still waits for. */
    static String open(Fields runs) {
        var open = new ArrayList<String>();
        for (var run : runs.objects("Runs")) {
            if (!EventProgress.ended(run)) {
                open.add(Table.safe(run.text("Trigger") + " on " + run.text("Node") + " is " + run.text("Status")));
            }
        }
        var silent = runs.texts("Waiting");
        if (!silent.isEmpty()) {
            open.add("no word from " + Table.safe(String.join(", ", silent)));
        }
        return open.isEmpty() ? "not every node has told yet" : String.join(", ", open);
    }
}
