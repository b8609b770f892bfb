package engine.cli;

import java.util.List;

/** Lists the checks of the agent. */
final class ChecksCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("checks", "Lists the health checks of this agent with their state.")
                .with(
                        Option.of("service", "NAME", "Only checks of the service with this name or id."),
                        Option.of("status", "passing|warning|critical", "Only checks in this state."),
                        Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("checks", "checks --service web --status critical");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var service = arguments.value("service", "");
        var status = arguments.value("status", "");
        if (!List.of("", "passing", "warning", "critical").contains(status)) {
            throw Failure.usage("--status is passing, warning or critical, not '" + status + "'.");
        }
        var checks = Fields.of(Api.of(arguments, shell).get(Target.of("/v1/agent/checks")))
                .sorted();
        checks.values().removeIf(check -> !matches(Fields.of(check), service, status));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(checks));
            return 0;
        }
        var table = new Table("Check", "Name", "Service", "Status", "Output");
        for (var entry : checks.entrySet()) {
            var check = Fields.of(entry.getValue());
            var output = check.text("Output").strip().lines().findFirst().orElse("");
            table.row(
                    entry.getKey(),
                    check.text("Name"),
                    check.text("ServiceName"),
                    check.text("Status"),
                    output.length() > 100 ? output.substring(0, 100) + "..." : output);
        }
        shell.out().print(table.text());
        return 0;
    }

    private static boolean matches(Fields check, String service, String status) {
        return (service.isEmpty()
                        || service.equals(check.text("ServiceName"))
                        || service.equals(check.text("ServiceID")))
                && (status.isEmpty() || status.equals(check.text("Status")));
    }
}
