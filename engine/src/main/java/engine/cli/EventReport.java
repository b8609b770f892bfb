package engine.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words about an event's runs: what is new since the last look, and the sum at the end. */
final class EventReport {
    /** Lines of a run's output that are shown; the last ones tell most. */
    private static final int OUTPUT_LINES = 20;

    private final Shell shell;
    private final Set<String> told = new HashSet<>();

    EventReport(Shell shell) {
        this.shell = shell;
    }

    /** What has ended, or been found not to concern a node, since the last call. */
    String news(Fields runs) {
        var out = new StringBuilder();
        for (var receipt : runs.objects("Receipts")) {
            if (receipt.number("Triggers") == 0 && told.add("node " + receipt.text("Node"))) {
                out.append(Table.safe(receipt.text("Node")))
                        .append("  runs nothing: ")
                        .append(because(receipt))
                        .append('\n');
            }
        }
        for (var run : runs.objects("Runs")) {
            if (ended(run) && told.add("run " + run.text("Node") + "\n" + run.text("Trigger"))) {
                append(out, run);
            }
        }
        return out.toString();
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
        if (lines.size() > OUTPUT_LINES) {
            out.append("    ... (").append(lines.size() - OUTPUT_LINES).append(" lines before)\n");
        }
        for (var line : lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size())) {
            out.append("    ").append(Table.safe(line)).append('\n');
        }
    }

    private String coloured(String status) {
        return switch (status) {
            case "succeeded" -> shell.green(status);
            case "skipped" -> shell.yellow(status);
            default -> shell.red(Table.safe(status));
        };
    }

    /** One line on all of it, and why where nothing ran. */
    String summary(Fields runs) {
        var counts = new ArrayList<String>();
        for (var status : List.of("succeeded", "failed", "timed-out", "interrupted", "skipped", "running", "queued")) {
            long count = runs.objects("Runs").stream()
                    .filter(run -> run.text("Status").equals(status))
                    .count();
            if (count > 0) {
                counts.add(count + " " + status);
            }
        }
        long idle = runs.objects("Receipts").stream()
                .filter(receipt -> receipt.number("Triggers") == 0)
                .count();
        if (counts.isEmpty()) {
            return "Nothing ran: "
                    + (idle == 0 ? "no node has told yet" : "no trigger on " + nodes(idle) + " was for this event")
                    + ".\n";
        }
        return String.join(", ", counts) + (idle == 0 ? "" : "; " + nodes(idle) + " had nothing to run") + ".\n";
    }

    private static String nodes(long count) {
        return count == 1 ? "1 node" : count + " nodes";
    }

    private static String because(Fields receipt) {
        var reason = Table.safe(receipt.text("Reason"));
        return reason.isEmpty() ? "no reason given" : reason;
    }

    /** What an event that is not complete still waits for. */
    String outstanding(Fields runs) {
        var open = new ArrayList<String>();
        for (var run : runs.objects("Runs")) {
            if (!ended(run)) {
                open.add(Table.safe(run.text("Trigger") + " on " + run.text("Node") + " is " + run.text("Status")));
            }
        }
        return open.isEmpty() ? "not every node has told yet" : String.join(", ", open);
    }

    /** Whether no run failed, also when there was none. */
    boolean allWell(Fields runs) {
        return runs.objects("Runs").stream()
                .map(run -> run.text("Status"))
                .allMatch(status -> status.equals("succeeded") || status.equals("skipped"));
    }

    private static boolean ended(Fields run) {
        var status = run.text("Status");
        return !status.equals("queued") && !status.equals("running");
    }
}
