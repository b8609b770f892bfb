package engine.cli;

import java.util.function.Predicate;

/** The checks of nodes without an agent, and who probes them. */
final class ExternalTable {

    private ExternalTable() {}

    static int print(Api api, Predicate<Fields> wanted, Format format, Shell shell) {
        var answer = Fields.of(api.get(Target.of("/v1/external-checks")));
        var checks = answer.objects("Checks").stream().filter(wanted).toList();
        if (format == Format.JSON) {
            shell.line(JsonText.indented(checks.stream().map(Fields::map).toList()));
            return 0;
        }
        if (answer.objects("Probers").isEmpty()) {
            shell.line("Nobody probes: no agent that may is alive, or there is no majority of the servers.");
        }
        var table = new Table("Node", "Check", "Name", "Service", "Status", "Prober", "Output");
        for (var check : checks) {
            var prober = check.text("Prober");
            table.row(
                    check.text("Node"),
                    check.text("CheckID"),
                    check.text("Name"),
                    check.text("ServiceName"),
                    check.text("Status").isEmpty() ? "-" : check.text("Status"),
                    prober.isEmpty() ? "-" : prober,
                    ChecksCommand.firstLine(check.text("Output")));
        }
        shell.out().print(table.text());
        return 0;
    }
}
