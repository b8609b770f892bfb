package engine.cli;

/** Shows how the servers are. */
final class AutopilotStateCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("operator autopilot state", "Shows how the servers are, and how many more may be lost.")
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("operator autopilot state");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var answer = Api.of(arguments, shell)
                .get(Target.of("/v1/operator/autopilot/state").with("dc", arguments.value("datacenter")));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var state = Fields.of(answer);
        shell.line("Healthy:           " + state.truth("Healthy"));
        shell.line("Failure Tolerance: " + state.number("FailureTolerance"));
        shell.line("Leader:            " + Table.safe(state.text("Leader")));
        var table = new Table("Name", "ID", "Address", "Version", "Status", "Node Status", "Healthy", "Last Contact");
        state.object("Servers").sorted().forEach((id, said) -> {
            var server = Fields.of(said);
            table.row(
                    server.text("Name"),
                    id,
                    server.text("Address"),
                    server.text("Version"),
                    server.text("Status"),
                    server.text("NodeStatus"),
                    Boolean.toString(server.truth("Healthy")),
                    server.text("LastContact"));
        });
        shell.out().print(table.text());
        return 0;
    }
}
