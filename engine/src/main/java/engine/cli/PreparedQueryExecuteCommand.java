package engine.cli;

/** Executes a prepared query: shows the instances that it finds. */
final class PreparedQueryExecuteCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("prepared-query execute", "Executes a prepared query, and shows the instances that it finds.")
                .operands("NAME|ID", 1)
                .with(
                        Option.of("limit", "N", "Most instances; all unless given."),
                        Option.of("near", "NODE", "What is on this node comes first; _agent for the agent's own."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("prepared-query execute shop", "prepared-query execute shop --limit 1 --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a query: `engine prepared-query execute NAME`.");
        }
        var format = Format.of(arguments);
        var target = Target.of("/v1/query/")
                .path(arguments.operands().getFirst())
                .path("/execute")
                .where(arguments)
                .with("limit", arguments.value("limit"))
                .with("near", arguments.value("near"));
        var found = Api.of(arguments, shell).get(target);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(found));
            return 0;
        }
        var table = new Table("Node", "Service", "Address", "Port", "Tags");
        for (var each : Fields.of(found).objects("Nodes")) {
            var node = each.object("Node");
            var service = each.object("Service");
            table.row(
                    node.text("Node"),
                    service.text("ID"),
                    service.text("Address").isEmpty() ? node.text("Address") : service.text("Address"),
                    Long.toString(service.number("Port")),
                    String.join(",", service.texts("Tags")));
        }
        shell.out().print(table.text());
        return 0;
    }
}
