package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Shows what the nodes did about an event. */
final class RunsCommand implements Command {
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @Override
    public Syntax syntax() {
        return Syntax.of("runs", "Shows the runs of an event, and why nodes ran nothing.")
                .operands("ID", 1)
                .with(
                        Option.flag("follow", "Print each run as it ends, until all are over."),
                        Option.flag(
                                "output",
                                "Print the output that is kept of each run; of a command with --follow as it comes."),
                        Option.flag("failed", "Only runs that ended and did not succeed."),
                        Option.of("timeout", "TIME", "With --follow: how long; default until all are over."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example(
                        "runs 01a1fb23-17a0-7058-b195-4af3e1e2448e",
                        "runs 01a1fb23-17a0-7058-b195-4af3e1e2448e --failed --output",
                        "runs 01a1fb23-17a0-7058-b195-4af3e1e2448e --follow");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        if (arguments.operands().isEmpty() || arguments.operands().getFirst().isEmpty()) {
            throw Failure.usage("name an event by its id: `engine runs ID`; `engine event list` shows ids.");
        }
        var id = arguments.operands().getFirst();
        var format = Format.of(arguments);
        var timeout = arguments.duration("timeout", FOR_EVER);
        boolean follow = arguments.has("follow");
        if (arguments.has("timeout") && !follow) {
            throw Failure.usage("--timeout needs --follow beside it.");
        }
        boolean onlyFailed = arguments.has("failed");
        var api = Api.of(arguments, shell);
        var reply = api.getReply(Target.of("/v1/event/runs/").path(id));
        if (reply.status() == 404) {
            throw new Failure("there is no event with the id " + Table.safe(id) + " (any more).");
        }
        var answer = Json.parse(api.expectOk(reply).text());
        var runs = Fields.of(answer);
        var name = runs.object("Event").text("Name");
        var all = new EventReport(shell, onlyFailed, arguments.has("output") ? Integer.MAX_VALUE : 0);
        boolean streams = arguments.has("output") && !onlyFailed && name.equals(ExecCommand.EVENT);
        var report = streams ? all.streaming() : all;
        if (follow) {
            return new EventFollower(api, shell, format, timeout, report, Set.of()).follow(name, id);
        }
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        shell.line(shell.bold("Event " + Table.safe(name)) + " " + Table.safe(id));
        if (!runs.text("Cause").isEmpty()) {
            shell.line("Cause: " + Table.safe(runs.text("Cause")));
        }
        shell.out()
                .print(
                        arguments.has("output")
                                ? report.news(runs)
                                : table(runs, report, onlyFailed).text());
        shell.out().print(report.summary(runs));
        if (!runs.texts("Waiting").isEmpty()) {
            shell.line("No word yet from " + Table.safe(String.join(", ", runs.texts("Waiting"))) + ".");
        }
        return 0;
    }

    private static Table table(Fields runs, EventReport report, boolean onlyFailed) {
        var table = new Table("Node", "Trigger", "Status", "Exit", "Time", "Reason");
        for (var run : runs.objects("Runs")) {
            if (report.isWanted(run)) {
                table.row(
                        run.text("Node"),
                        run.text("Trigger"),
                        run.text("Status"),
                        orDash(run.text("ExitCode")),
                        run.text("DurationMs").isEmpty() ? "-" : Times.text(run.number("DurationMs")),
                        orDash(run.text("Reason")));
            }
        }
        for (var receipt : runs.objects("Receipts")) {
            if (!onlyFailed && receipt.number("Triggers") == 0) {
                table.row(receipt.text("Node"), "-", "-", "-", "-", EventReport.because(receipt));
            }
        }
        return table;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
