package engine.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The words about an event's runs: what is new since the last look, and the sum at the end. */
final class EventReport implements RunsReport {
    /** Lines of a run's output that are shown; the last ones tell most. */
    private static final int OUTPUT_LINES = 20;

    private final Shell shell;
    private final boolean onlyFailed;
    private final int outputLines;
    /** Empty where output is shown at the end of its run. */
    private final Optional<StreamedOutput> streamed;

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
        this(shell, onlyFailed, outputLines, Optional.empty());
    }

    private EventReport(Shell shell, boolean onlyFailed, int outputLines, Optional<StreamedOutput> streamed) {
        this.shell = shell;
        this.onlyFailed = onlyFailed;
        this.outputLines = outputLines;
        this.streamed = streamed;
    }

    /** The same, with the output of each run as it comes: all that there is of it. */
    EventReport streaming() {
        return new EventReport(shell, onlyFailed, outputLines, Optional.of(new StreamedOutput()));
    }

    @Override
    public String subject() {
        return "event";
    }

    /** The same, with nothing told yet but what was streamed. */
    EventReport again() {
        return new EventReport(shell, onlyFailed, outputLines, streamed);
    }

    /** What has ended, been printed, or been found not to concern a node, since the last call. */
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
        var id = runs.object("Event").text("ID");
        out.append(printed(runs));
        for (var run : runs.objects("Runs")) {
            if (EventProgress.ended(run)
                    && isWanted(run)
                    && told.add("run " + run.text("Node") + "\n" + run.text("Trigger"))) {
                append(out, id, run);
            }
        }
        return out.toString();
    }

    /** What runs that go on have printed since the last call, where that is streamed. */
    String printed(Fields runs) {
        var id = runs.object("Event").text("ID");
        var out = new StringBuilder();
        streamed.ifPresent(output -> runs.objects("Runs").stream()
                .filter(run -> run.text("Status").equals("running"))
                .forEach(run -> out.append(output.news(id, run, false))));
        return out.toString();
    }

    /** Whether a run is one to report on. */
    boolean isWanted(Fields run) {
        return !onlyFailed || EventProgress.failed(run);
    }

    private void append(StringBuilder out, String id, Fields run) {
        boolean begun = streamed.map(output -> output.knows(id, run)).orElse(false);
        if (begun) {
            streamed.ifPresent(output -> out.append(output.news(id, run, true)));
        }
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
        if (!begun) {
            appendOutput(out, run);
        }
    }

    private void appendOutput(StringBuilder out, Fields run) {
        var lines = run.text("Output").stripTrailing().lines().toList();
        int hidden = Math.max(0, lines.size() - outputLines);
        var before = new ArrayList<String>();
        if (run.number("OutputDropped") > 0) {
            before.add(StreamedOutput.bytes(run.number("OutputDropped")));
        }
        if (hidden > 0) {
            before.add(hidden + " lines");
        }
        if (!before.isEmpty() && outputLines > 0) {
            out.append("    ... (").append(String.join(" and ", before)).append(" before)\n");
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
